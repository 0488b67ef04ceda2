/* What is typed: see secret.h. */
#include "cli/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* ---- signals: the terminal must show again what is typed ---- */

static volatile sig_atomic_t caught;

static void on_signal(int signal)
{
	caught = signal;
}

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

enum { SIGNALS = sizeof signals / sizeof signals[0] };

static void catch_signals(struct sigaction before[SIGNALS])
{
	struct sigaction action = {.sa_handler = on_signal}; /* read() ends with it */
	sigemptyset(&action.sa_mask);
	caught = 0;
	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &action, &before[i]);
}

/* Whatever came does now what it would have done. */
static void release_signals(const struct sigaction before[SIGNALS])
{
	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &before[i], NULL);
	if (caught != 0)
		raise(caught);
}

/* ---- a line ---- */

enum secret_result secret_from(int fd, char *line, size_t size)
{
	size_t used = 0;
	bool is_too_long = false;
	for (;;) {
		char c;
		ssize_t n = read(fd, &c, 1);
		if (n < 0 && errno == EINTR && caught == 0)
			continue;
		if (n <= 0 && (n < 0 || used == 0)) {
			explicit_bzero(line, size);
			return SECRET_NO_TERMINAL;
		}
		if (n == 0 || c == '\n')
			break;
		is_too_long = is_too_long || used == size - 1;
		if (!is_too_long)
			line[used++] = c;
	}
	line[used] = '\0';
	return is_too_long ? SECRET_TOO_LONG : SECRET_READ;
}

static void put(int fd, const char *text)
{
	if (write(fd, text, strlen(text)) < 0)
		return; /* a question that nobody sees can still be answered */
}

static enum secret_result read_quietly(int tty, char *line, size_t size)
{
	struct termios shown, quiet;
	if (tcgetattr(tty, &shown) < 0)
		return SECRET_NO_TERMINAL;
	quiet = shown;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	tcsetattr(tty, TCSAFLUSH, &quiet);
	enum secret_result result = secret_from(tty, line, size);
	tcsetattr(tty, TCSAFLUSH, &shown);
	put(tty, "\n");
	return result;
}

static enum secret_result ask(const char *prompt, char *line, size_t size, bool is_secret)
{
	struct sigaction before[SIGNALS];
	int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (tty < 0)
		return SECRET_NO_TERMINAL;
	catch_signals(before);
	put(tty, prompt);
	enum secret_result result = is_secret ? read_quietly(tty, line, size) : secret_from(tty, line, size);
	close(tty);
	release_signals(before);
	return result;
}

enum secret_result secret_type(const char *prompt, char *line, size_t size)
{
	return ask(prompt, line, size, true);
}

enum secret_result secret_ask(const char *prompt, char *line, size_t size)
{
	return ask(prompt, line, size, false);
}
