/*
 * zutritt-hash: makes one password into one digest, and ends (rule P6). A
 * program of its own, so that its 32 MiB and its tenths of a second are not
 * the doors', and that it has neither their lines nor their database. It
 * leaves no core, wipes what it was given, and ends with whom it works for.
 */
#include "controller/hash.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { HASH_NICE = 10 };

struct work {
	struct hash_order order;
	char password[HASH_PASSWORD_MAX];
	uint8_t digest[HASH_DIGEST];
};

/* Nobody else looks in, nothing is left behind. */
static bool seclude(struct work *work)
{
	struct rlimit none = {0, 0};
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sodium_mlock(work, sizeof(*work)); /* where the limit allows it */
	setpriority(PRIO_PROCESS, 0, HASH_NICE);
	return prctl(PR_SET_DUMPABLE, 0) == 0 && setrlimit(RLIMIT_CORE, &none) == 0;
}

static bool read_all(void *bytes, size_t count)
{
	char *to = bytes;
	while (count > 0) {
		ssize_t n = read(STDIN_FILENO, to, count);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		to += n;
		count -= (size_t)n;
	}
	return true;
}

static bool read_order(struct work *work)
{
	return read_all(&work->order, sizeof(work->order)) && work->order.magic == HASH_MAGIC &&
	       work->order.length <= HASH_PASSWORD_MAX && read_all(work->password, work->order.length);
}

static bool make(struct work *work)
{
	const struct hash_order *order = &work->order;
	return crypto_pwhash(work->digest, sizeof(work->digest), work->password, order->length, order->salt,
	                     order->passes, (size_t)order->memory_kib * 1024,
	                     crypto_pwhash_ALG_ARGON2ID13) == 0;
}

int main(void)
{
	static struct work work;
	bool is_made = sodium_init() >= 0 && seclude(&work) && read_order(&work) && make(&work);
	sodium_memzero(work.password, sizeof(work.password));
	if (is_made)
		is_made = write(STDOUT_FILENO, work.digest, sizeof(work.digest)) == sizeof(work.digest);
	sodium_memzero(&work, sizeof(work));
	return is_made ? EXIT_SUCCESS : EXIT_FAILURE;
}
