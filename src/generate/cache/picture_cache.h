// STUB for compiling until the cache lands
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "base/result.h"
#include "record/record.h"
namespace animatize {
struct CachedPicture { std::string bytes, mimeType, metadata; };
struct PictureCacheSettings { std::string location; uint64_t maxBytes = uint64_t{1} << 30; uint64_t ttl = 604800ull*1000000000; size_t memoryBytes = 64u<<20; };
class PictureCache {
 public:
  using Jobs = std::vector<std::pair<std::string, std::string>>;
  static Result<std::shared_ptr<PictureCache>> shared(const PictureCacheSettings&); static Result<std::shared_ptr<PictureCache>> open(const PictureCacheSettings&);
  std::optional<CachedPicture> find(const std::string& key);
  void insert(const std::string& key, const CachedPicture&);
  std::optional<std::string> refusal(const std::string& key);
  void refuse(const std::string& key, const std::string& sentence);
  void keepJob(const std::string& key, const std::string& json, uint64_t lifetimeNs);
  std::optional<std::string> job(const std::string& key);
  Jobs jobs();
  void dropJob(const std::string& key);
  void limit(const PictureCacheSettings&);
  std::vector<std::string> takeProblems();
  Record stats() const;
};
}
