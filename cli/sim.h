/* The hand on the simulated wires: "zutritt sim". */
#ifndef ZUTRITT_CLI_SIM_H
#define ZUTRITT_CLI_SIM_H

#include "cli/parse.h"

#define SIM_SOCKET_DEFAULT "/run/zutritt/lines"

/* All return the exit code. */
int sim_run_badge(const struct invocation *inv);
int sim_run_line(const struct invocation *inv);
int sim_run_outputs(const struct invocation *inv);

#endif
