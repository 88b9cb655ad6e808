// BlobFolder: files that are named by the SHA-256 of what is in them, in 256 folders:
// ab/abcdef....bin. Nobody ever sees half of one.
//
//   BlobFolder blobs("/cache");
//   auto draft = blobs.draft(digest, bytes);        // beside its place, under a name of its own
//   if (!draft) return explain(draft.error());
//   if (!draft->place()) ...                        // now it is there
//   auto bytes = blobs.read(digest, size);          // or Fault::Damaged: not what the name says
//
// A draft that its process didn't live to place is told from one in work by the lock on it, which
// ends with the process; no clock is asked. Files are for this user alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "generate/cache/open_file.h"

namespace animatize {

struct FileFault {
    /// Missing: no such file. Damaged: other bytes than the name says. Trouble: anything else.
    enum class Kind { Missing, Damaged, Trouble } kind = Kind::Trouble;
    int error = 0;  ///< errno

    static FileFault of(int error);
};

/// Written, and not yet in its place: gone at its end.
class BlobDraft {
  public:
    BlobDraft(OpenFile file, std::string path, std::string place);
    BlobDraft(BlobDraft&&) = default;
    BlobDraft& operator=(BlobDraft&&) = delete;
    ~BlobDraft();

    /// Replaces what is there, which may be damaged. Once: again is nothing.
    Result<std::monostate, FileFault> place();
    /// Undoes place(), unless something was there before.
    void takeBack();

  private:
    OpenFile file_;  ///< carries the lock
    std::string path_, place_;
    bool placed_ = false, replaced_ = false;
};

class BlobFolder {
  public:
    static constexpr unsigned kFolders = 256;

    explicit BlobFolder(std::string root) : root_(std::move(root)) {}

    Result<BlobDraft, FileFault> draft(const std::string& digest, std::string_view bytes) const;
    /// Exactly `size` bytes with this SHA-256.
    Result<std::string, FileFault> read(const std::string& digest, uint64_t size) const;
    bool has(const std::string& digest) const;
    /// Nothing happens when it isn't there.
    void remove(const std::string& digest) const;

    struct Listing {
        std::vector<std::string> digests;
        std::vector<std::string> drafts;  ///< paths
        size_t looked = 0;                ///< at so many, ours or not
    };
    /// Files of the folder, 0..255, that look like ours; of at most so many that are there.
    Listing list(unsigned folder, size_t most) const;
    /// Unless somebody is at work on it: false.
    static bool removeDraft(const std::string& path);

  private:
    std::string folderOf(const std::string& digest) const;
    std::string pathOf(const std::string& digest) const;

    std::string root_;
};

}  // namespace animatize
