/* Debouncing of slow inputs (rule D4): a level counts when every reading for 20 ms has shown it. */
#include "readers/input.h"

void input_init(struct input *in, bool is_active, uint64_t now_ns)
{
	*in = (struct input){
	        .is_active = is_active, .changed_ns = now_ns, .seen_ns = now_ns, .deadline_ns = UINT64_MAX};
}

static void input_rest(struct input *in)
{
	in->is_settling = false;
	in->deadline_ns = UINT64_MAX;
}

void input_step(struct input *in, bool is_active, uint64_t t_ns)
{
	if (is_active == in->is_active) {
		input_rest(in);
	} else if (!in->is_settling) {
		in->is_settling = true;
		in->seen_ns = t_ns;
		in->deadline_ns = t_ns + INPUT_DEBOUNCE_NS;
	}
}

uint64_t input_deadline(const struct input *in)
{
	return in->deadline_ns;
}

bool input_settle(struct input *in, uint64_t now_ns)
{
	if (!in->is_settling || now_ns < in->deadline_ns)
		return false;
	in->is_active = !in->is_active;
	in->changed_ns = in->seen_ns;
	input_rest(in);
	return true;
}
