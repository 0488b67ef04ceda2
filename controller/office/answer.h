/*
 * The answer to one request: members, then lists, or one error. A list longer
 * than a frame is cut into several replies when the client asked with "more".
 */
#ifndef ZUTRITT_CONTROLLER_OFFICE_ANSWER_H
#define ZUTRITT_CONTROLLER_OFFICE_ANSWER_H

#include "controller/office/buffer.h"
#include "controller/protocol/message.h"

struct answer {
	bool wants_more;         /* the client can take several replies */
	bool is_endless;         /* the last reply continues too: a call that goes on */
	struct message *members; /* of the answer; a handler puts them here */
	const char *error;       /* full name; NULL: none */
	struct message *wrong;   /* the error's parameters */
	struct buffer lists;     /* text of the lists, as far as they wait for a frame */
	const char *list;        /* name of the open one */
	bool has_items;          /* in the open list's text */
	bool is_too_long;        /* for one reply, and the client wants but one */
	struct buffer frames;    /* finished replies, each with its NUL */
};

void answer_init(struct answer *a, bool wants_more);
void answer_free(struct answer *a);

/* A list and its items, which are taken over. An answer may have several lists, one after the other. */
void answer_list(struct answer *a, const char *name);
void answer_item(struct answer *a, struct message *item);

/*
 * Ends a reply here when the client can take several; the open list goes on in
 * the next. An item that is too long for one reply is given in pieces that are
 * alike in all but their lists, cut between them: message_join() joins them.
 */
void answer_cut(struct answer *a);

/* Nothing more should be put into this answer: a reply is full, or it cannot hold the list at all. */
bool answer_is_full(const struct answer *a);

/* Has an item been put into a list since the last cut? */
bool answer_has_items(const struct answer *a);

/* Puts the last reply, or the error, behind the others in frames. */
void answer_finish(struct answer *a);

/*
 * The errors of io.zutritt, each with one sentence, here in English and told in
 * the language of the request (sentence.h). They answer
 * false, so that a handler can return them.
 */
#define ANSWER_FORMAT(n) __attribute__((format(printf, n, n + 1)))
bool answer_session_unknown(struct answer *a, const char *format, ...) ANSWER_FORMAT(2);
bool answer_not_permitted(struct answer *a, const char *format, ...) ANSWER_FORMAT(2);
bool answer_not_found(struct answer *a, const char *name, const char *format, ...) ANSWER_FORMAT(3);
bool answer_ambiguous(struct answer *a, const char *name, struct message *candidates, const char *format, ...)
        ANSWER_FORMAT(4);
bool answer_invalid(struct answer *a, const char *name, const char *format, ...) ANSWER_FORMAT(3);
bool answer_conflict(struct answer *a, const char *name, const char *format, ...) ANSWER_FORMAT(3);
bool answer_refused(struct answer *a, const char *rule, const char *format, ...) ANSWER_FORMAT(3);
bool answer_unavailable(struct answer *a, const char *format, ...) ANSWER_FORMAT(2);

/* Is it Unavailable? Such an error can be taken back, when there is another way to answer. */
bool answer_is_unavailable(const struct answer *a);
void answer_take_back(struct answer *a);

/* An error of org.varlink.service: "MethodNotFound" with "method", "InvalidParameter" with "parameter", ...
 */
bool answer_protocol_error(struct answer *a, const char *error, const char *member, const char *value,
                           const char *message);

#endif
