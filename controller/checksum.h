/*
 * A sum over bytes that lie in files of /run/zutritt: finds what was torn or
 * strayed into, not what an adversary made.
 */
#ifndef ZUTRITT_CONTROLLER_CHECKSUM_H
#define ZUTRITT_CONTROLLER_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* Of size bytes. seed: what the sum shall depend on as well, such as a sequence; or the sum so far. */
uint64_t checksum(uint64_t seed, const void *bytes, size_t size);

#endif
