/*
 * The interfaces that the control socket speaks, in the Varlink language.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_INTERFACE_H
#define ZUTRITT_CONTROLLER_OFFICE_INTERFACE_H

/* "io.zutritt" (docs/io.zutritt.varlink, compiled in) or "org.varlink.service"; NULL for any other. */
const char *interface_description(const char *name);

#endif
