/*
 * What is wrong with the wires of a reader, for the installer (rule F5), in
 * the language spoken.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_ADVICE_H
#define ZUTRITT_CONTROLLER_OFFICE_ADVICE_H

#include "controller/intake.h"

enum { ADVICE_MAX = 256 };

/* "" when nothing is wrong. reader is its name. */
void advice_say(const struct intake_hint *hint, const char *reader, char text[ADVICE_MAX]);

#endif
