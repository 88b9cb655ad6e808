// AnimatizeObserver: the abstract GstBaseTransform under all elements. It looks at frames and
// passes them on: in place, not passthrough, mapped for reading only.
#pragma once

#include <gst/base/gstbasetransform.h>

namespace animatize {
class Element;
}

struct AnimatizeObserver {
    GstBaseTransform parent;
    animatize::Element* element;  ///< made with the object, gone with it
};

struct AnimatizeObserverClass {
    GstBaseTransformClass parent_class;
    GstDebugCategory* category;  ///< of the subclass, by its name
    /// Set by the subclass's class_init.
    animatize::Element* (*create)(GstBaseTransform* object);
};

GType animatize_observer_get_type();

/// For the subclass's class_init: properties go to the Element, pads get the formats of the
/// contract, and the rest of the element's face is set.
void animatize_observer_class_setup(AnimatizeObserverClass* observerClass, const char* longName,
                                    const char* description);

/// Adds the template of a request pad of this name.
void animatize_observer_class_add_pad(AnimatizeObserverClass* observerClass, const char* name,
                                      const char* caps);
