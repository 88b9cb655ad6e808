#include "prompt/request_key.h"

#include <memory>

#include <glib.h>

#include "prompt/free_text.h"

namespace animatize {
namespace {

class Digest {
  public:
    // 8 bytes of length, lowest first, then the text.
    Digest& add(std::string_view text)
    {
        addNumber(text.size());
        g_checksum_update(sum_.get(), reinterpret_cast<const guchar*>(text.data()),
                          static_cast<gssize>(text.size()));
        return *this;
    }

    Digest& addNumber(uint64_t number)
    {
        std::array<guchar, 8> bytes;
        for (guchar& byte : bytes) {
            byte = static_cast<guchar>(number & 0xff);
            number >>= 8;
        }
        g_checksum_update(sum_.get(), bytes.data(), static_cast<gssize>(bytes.size()));
        return *this;
    }

    RequestKey key()
    {
        RequestKey key{};
        gsize size = key.size();
        g_checksum_get_digest(sum_.get(), key.data(), &size);
        return key;
    }

  private:
    struct Free {
        void operator()(GChecksum* sum) const { g_checksum_free(sum); }
    };
    std::unique_ptr<GChecksum, Free> sum_{g_checksum_new(G_CHECKSUM_SHA256)};
};

// `kind` parts the two keys: a text that is soft already has the same bytes in both.
RequestKey keyOf(std::string_view kind, const ShotDescription& shot, std::string_view text)
{
    Digest digest;
    digest.add(kind).addNumber(shot.slots.size());
    for (const ShotDescription::Slot& slot : sortedSlots(shot))
        digest.add(slot.name).add(slot.value);
    return digest.add(text).key();
}

}  // namespace

RequestKey requestKey(const ShotDescription& shot)
{
    return keyOf("request/1", shot, shot.freeText);
}

RequestKey cellKey(const ShotDescription& shot)
{
    return keyOf("cell/1", shot, softFreeText(shot.freeText));
}

}  // namespace animatize
