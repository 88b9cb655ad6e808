#include "base/sha256.h"

#include <glib.h>

namespace animatize {

void Sha256::Free::operator()(GChecksum* sum) const
{
    g_checksum_free(sum);
}

Sha256::Sha256() : sum_(g_checksum_new(G_CHECKSUM_SHA256)) {}

Sha256& Sha256::add(std::string_view bytes)
{
    g_checksum_update(sum_.get(), reinterpret_cast<const guchar*>(bytes.data()),
                      static_cast<gssize>(bytes.size()));
    return *this;
}

Sha256& Sha256::addNumber(uint64_t number)
{
    std::array<char, 8> bytes{};
    for (char& byte : bytes) {
        byte = static_cast<char>(number & 0xff);
        number >>= 8;
    }
    return add({bytes.data(), bytes.size()});
}

Sha256& Sha256::addField(std::string_view bytes)
{
    return addNumber(bytes.size()).add(bytes);
}

Sha256::Digest Sha256::digest()
{
    Digest digest{};
    gsize size = digest.size();
    g_checksum_get_digest(sum_.get(), digest.data(), &size);
    return digest;
}

std::string Sha256::hex()
{
    return g_checksum_get_string(sum_.get());
}

std::string sha256(std::string_view bytes)
{
    return Sha256().add(bytes).hex();
}

}  // namespace animatize
