/* A planted violation: tests/purity/check must name the variable remembered. */
#include <stdint.h>

uint32_t keeps_state(uint32_t more);

uint32_t keeps_state(uint32_t more)
{
	static uint32_t remembered;
	return remembered += more;
}
