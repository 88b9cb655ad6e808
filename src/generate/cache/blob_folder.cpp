#include "generate/cache/blob_folder.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/sha256.h"

namespace animatize {
namespace {

constexpr std::string_view kEnding = ".bin", kDraftEnding = ".part";
constexpr size_t kDigits = 64;
/// Whatever has got the name: no pipe is waited for, no link followed.
constexpr int kLook = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;

bool isDigest(std::string_view text)
{
    return text.size() == kDigits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

std::string folderName(unsigned folder)
{
    const char* digits = "0123456789abcdef";
    return {digits[folder / 16 % 16], digits[folder % 16]};
}

FileFault trouble()
{
    return FileFault::of(errno);
}

/// A name that no other draft has, most likely; O_EXCL makes it sure.
std::string draftName(const std::string& digest)
{
    static std::atomic<uint64_t> count{0};
    return "." + digest + "." + std::to_string(getpid()) + "-" +
           std::to_string(SteadyClock().now() + ++count) + std::string(kDraftEnding);
}

/// Made and locked; between the two a sweep may have taken it for a forgotten one.
Result<OpenFile, FileFault> makeDraft(const std::string& path)
{
    OpenFile file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file)
        return trouble();
    struct stat status = {};
    const bool ours = flock(file.get(), LOCK_EX | LOCK_NB) == 0 &&
                      fstat(file.get(), &status) == 0 && status.st_nlink > 0;
    if (ours)
        return file;
    return FileFault::of(EEXIST);
}

/// The folder is made when it isn't there.
Result<OpenFile, FileFault> makeDraftIn(const std::string& folder, const std::string& digest,
                                        std::string& path)
{
    constexpr int kAttempts = 16;
    FileFault fault;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        path = folder + "/" + draftName(digest);
        Result<OpenFile, FileFault> file = makeDraft(path);
        if (file)
            return file;
        fault = file.error();
        const bool missing = fault.kind == FileFault::Kind::Missing;
        if (missing && mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
            return trouble();
        if (!missing && fault.error != EEXIST)
            break;
    }
    return fault;
}

bool writeAll(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = write(file, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR)
            return false;
        bytes.remove_prefix(static_cast<size_t>(std::max<ssize_t>(count, 0)));
    }
    return fsync(file) == 0;
}

/// At most `size` bytes: fewer when the file is shorter.
Result<std::string, FileFault> readAll(int file, uint64_t size)
{
    std::string bytes(size, '\0');
    size_t filled = 0;
    while (filled < size) {
        const ssize_t count = read(file, bytes.data() + filled, size - filled);
        if (count < 0 && errno != EINTR)
            return trouble();
        if (count == 0)
            break;
        filled += static_cast<size_t>(std::max<ssize_t>(count, 0));
    }
    bytes.resize(filled);
    return bytes;
}

}  // namespace

FileFault FileFault::of(int error)
{
    return {error == ENOENT ? Kind::Missing : Kind::Trouble, error};
}

BlobDraft::BlobDraft(OpenFile file, std::string path, std::string place)
    : file_(std::move(file)), path_(std::move(path)), place_(std::move(place))
{}

BlobDraft::~BlobDraft()
{
    if (file_ && !placed_)
        unlink(path_.c_str());
}

Result<std::monostate, FileFault> BlobDraft::place()
{
    if (placed_)
        return std::monostate();
    replaced_ = access(place_.c_str(), F_OK) == 0;
    if (rename(path_.c_str(), place_.c_str()) != 0)
        return trouble();
    placed_ = true;
    return std::monostate();
}

void BlobDraft::takeBack()
{
    if (placed_ && !replaced_)
        placed_ = rename(place_.c_str(), path_.c_str()) != 0;
}

std::string BlobFolder::folderOf(const std::string& digest) const
{
    return root_ + "/" + digest.substr(0, 2);
}

std::string BlobFolder::pathOf(const std::string& digest) const
{
    return folderOf(digest) + "/" + digest + std::string(kEnding);
}

Result<BlobDraft, FileFault> BlobFolder::draft(const std::string& digest,
                                               std::string_view bytes) const
{
    if (!isDigest(digest))
        return FileFault::of(EINVAL);
    std::string path;
    Result<OpenFile, FileFault> file = makeDraftIn(folderOf(digest), digest, path);
    if (!file)
        return file.error();
    const int descriptor = file->get();
    BlobDraft draft(std::move(*file), path, pathOf(digest));
    if (!writeAll(descriptor, bytes))
        return trouble();
    return draft;
}

Result<std::string, FileFault> BlobFolder::read(const std::string& digest, uint64_t size) const
{
    const FileFault damaged{FileFault::Kind::Damaged, 0};
    if (!isDigest(digest))
        return damaged;
    const OpenFile file(open(pathOf(digest).c_str(), kLook));
    if (!file)
        return trouble();
    struct stat status = {};
    if (fstat(file.get(), &status) != 0)
        return trouble();
    if (!S_ISREG(status.st_mode) || static_cast<uint64_t>(status.st_size) != size)
        return damaged;
    Result<std::string, FileFault> bytes = readAll(file.get(), size);
    if (bytes && sha256(*bytes) != digest)
        return damaged;
    return bytes;
}

bool BlobFolder::has(const std::string& digest) const
{
    return isDigest(digest) && access(pathOf(digest).c_str(), F_OK) == 0;
}

void BlobFolder::remove(const std::string& digest) const
{
    if (isDigest(digest))
        unlink(pathOf(digest).c_str());
}

BlobFolder::Listing BlobFolder::list(unsigned folder, size_t most) const
{
    Listing listing;
    const std::string path = root_ + "/" + folderName(folder);
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(opendir(path.c_str()), closedir);
    while (const dirent* entry =
               stream && listing.looked < most ? readdir(stream.get()) : nullptr) {
        const std::string_view name = entry->d_name;
        if (name == "." || name == "..")
            continue;
        ++listing.looked;
        const bool blob = name.ends_with(kEnding) && isDigest(name.substr(0, kDigits)) &&
                          name.size() == kDigits + kEnding.size();
        if (blob)
            listing.digests.emplace_back(name.substr(0, kDigits));
        else if (name.ends_with(kDraftEnding) && name.size() > kDigits + 1 &&
                 isDigest(name.substr(1, kDigits)))
            listing.drafts.push_back(path + "/" + std::string(name));
    }
    return listing;
}

bool BlobFolder::removeDraft(const std::string& path)
{
    const OpenFile file(open(path.c_str(), kLook));
    return file && flock(file.get(), LOCK_EX | LOCK_NB) == 0 && unlink(path.c_str()) == 0;
}

}  // namespace animatize
