/* Whole words, so that it costs nothing. See checksum.h. */
#include "controller/checksum.h"

#include <string.h>

uint64_t checksum(uint64_t seed, const void *bytes, size_t size)
{
	uint64_t sum = seed ^ UINT64_C(0x9e3779b97f4a7c15);
	for (size_t i = 0; i < size; i += sizeof(uint64_t)) {
		uint64_t word = 0;
		size_t n = size - i < sizeof(word) ? size - i : sizeof(word);
		memcpy(&word, (const uint8_t *)bytes + i, n);
		sum = (sum ^ word) * UINT64_C(0xff51afd7ed558ccd);
		sum ^= sum >> 32;
	}
	return sum;
}
