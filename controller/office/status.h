#ifndef ZUTRITT_CONTROLLER_OFFICE_STATUS_H
#define ZUTRITT_CONTROLLER_OFFICE_STATUS_H

#include "controller/office/answer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

bool status_get(struct office *o, const struct request *r, struct answer *a);

#endif
