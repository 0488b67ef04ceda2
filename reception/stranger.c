/* Does the broker refuse a stranger: see stranger.h. */
#include "reception/stranger.h"

#include <errno.h>

/* MQTT 5: bad user name or password, not authorized, bad authentication method */
static bool is_refusal(int reason)
{
	return reason == 0x86 || reason == 0x87 || reason == 0x8c;
}

int stranger_open(struct stranger *s, const struct broker_config *config)
{
	*s = (struct stranger){.config = *config};
	s->config.user = "stranger";
	s->config.password = NULL;
	return broker_open(&s->broker, &s->config);
}

void stranger_close(struct stranger *s)
{
	broker_close(s->broker);
	s->broker = NULL;
}

void stranger_again(struct stranger *s)
{
	s->is_trying = false;
	s->until_ms = 0;
}

static void begin(struct stranger *s, int64_t now_ms)
{
	s->is_trying = true;
	s->until_ms = now_ms + STRANGER_PATIENCE_MS;
	broker_connect(s->broker, NULL, NULL);
}

static void end(struct stranger *s, enum stranger_state state, int64_t now_ms)
{
	broker_drop(s->broker);
	s->is_trying = false;
	s->until_ms = now_ms + STRANGER_AGAIN_MS;
	/* one that was not reached proves nothing new */
	if (state != STRANGER_UNTRIED)
		s->state = state;
}

bool stranger_turn(struct stranger *s, int64_t now_ms)
{
	enum stranger_state before = s->state;
	struct broker_event event;
	if (!s->is_trying && now_ms >= s->until_ms)
		begin(s, now_ms);
	while (s->is_trying && broker_next(s->broker, &event)) {
		if (event.kind == BROKER_CONNECTED)
			end(s, STRANGER_LET_IN, now_ms);
		else if (event.kind == BROKER_LOST)
			end(s, is_refusal(event.reason) ? STRANGER_REFUSED : STRANGER_UNTRIED, now_ms);
	}
	if (s->is_trying && now_ms >= s->until_ms)
		end(s, STRANGER_UNTRIED, now_ms);
	return s->state != before;
}

int stranger_fd(const struct stranger *s)
{
	return s->is_trying ? broker_fd(s->broker) : -1;
}

short stranger_poll_events(const struct stranger *s)
{
	return broker_poll_events(s->broker);
}

void stranger_work(struct stranger *s, short revents)
{
	broker_work(s->broker, revents);
}

int64_t stranger_deadline_ms(const struct stranger *s)
{
	return s->until_ms;
}
