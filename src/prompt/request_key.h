// RequestKey: SHA-256 over a request, to look it up by. Each part goes in with its length before
// it, so that "ab" + "c" and "a" + "bc" are different requests.
#pragma once

#include "base/sha256.h"
#include "prompt/shot_description.h"

namespace animatize {

using RequestKey = Sha256::Digest;

/// Equal only when every slot and every byte of the free text is. The order of slots is no part.
RequestKey requestKey(const ShotDescription& shot);

/// Equal when every slot is, byte for byte, and the free texts mean the same: softFreeText().
RequestKey cellKey(const ShotDescription& shot);

}  // namespace animatize
