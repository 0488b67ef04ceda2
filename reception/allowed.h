/*
 * What a station may call of io.zutritt, and with what (docs/PROTOCOL.md):
 * everything that is not named here stays with the command line, whatever role
 * the operator has. Pure.
 */
#ifndef ZUTRITT_RECEPTION_ALLOWED_H
#define ZUTRITT_RECEPTION_ALLOWED_H

#include <stdbool.h>

enum allowed {
	ALLOWED_NEVER,
	ALLOWED_SESSION, /* with a session */
	ALLOWED_OPEN,    /* without one too, and then without persons (rule E6) */
	ALLOWED_IN_FIRE  /* with a session; without one while the fire latch stands (rule D13) */
};

/* method without "io.zutritt.". */
enum allowed allowed_method(const char *method);

#endif
