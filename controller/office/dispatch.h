/*
 * From one frame to its replies: JSON, the Varlink form, who may, the table of
 * commands.
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_DISPATCH_H
#define ZUTRITT_CONTROLLER_OFFICE_DISPATCH_H

#include "controller/office/buffer.h"
#include "controller/office/request.h"
#include "controller/office/state.h"

/*
 * Carries out the request and puts its replies, each with its NUL, behind the
 * others in out ("oneway": nothing). ongoing_is_on() says that the call goes on.
 */
void dispatch(struct office *o, uid_t uid, const char *frame, size_t length, struct ongoing *ongoing,
              struct buffer *out);

/* A reply without a request: the frame was too long, there are too many connections. */
void dispatch_too_long(struct buffer *out);
void dispatch_too_many(struct buffer *out);

/* Root, and the user that the controller runs as. */
bool dispatch_is_root(uid_t uid);

#endif
