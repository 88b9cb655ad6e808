// In place of object_model.cpp where OpenCV has no dnn module.
#include "scene/object_model.h"

namespace animatize {

Result<std::shared_ptr<ObjectModel>> ObjectModel::load(const std::string& modelPath,
                                                       const std::string&)
{
    return Error{modelPath + ": this build has no OpenCV dnn, so it can't run models"};
}

}  // namespace animatize
