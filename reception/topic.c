/* Topics from names: see topic.h. */
#include "reception/topic.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct writing {
	char *topic;
	size_t length;
	int result;
};

static void write_char(struct writing *w, char c)
{
	if (w->length + 1 >= TOPIC_MAX)
		w->result = -ENAMETOOLONG;
	else
		w->topic[w->length++] = c;
}

static void write_plain(struct writing *w, const char *text)
{
	while (*text != '\0')
		write_char(w, *text++);
}

static bool has_meaning(unsigned char c)
{
	return c < ' ' || c == 0x7f || strchr("/+#%", c) != NULL;
}

static void write_name(struct writing *w, const char *name)
{
	static const char hex[] = "0123456789ABCDEF";

	if (*name == '\0')
		w->result = -EINVAL;
	for (; *name != '\0'; name++) {
		unsigned char c = (unsigned char)*name;
		if (!has_meaning(c)) {
			write_char(w, *name);
			continue;
		}
		write_char(w, '%');
		write_char(w, hex[c >> 4]);
		write_char(w, hex[c & 15]);
	}
}

static int finish(struct writing *w)
{
	w->topic[w->result == 0 ? w->length : 0] = '\0';
	return w->result;
}

static struct writing begin(char *topic, const char *site, const char *branch, const char *name)
{
	struct writing w = {.topic = topic};
	write_plain(&w, "zutritt/");
	write_name(&w, site);
	write_plain(&w, branch);
	write_name(&w, name);
	return w;
}

int topic_controller(char topic[TOPIC_MAX], const char *site, const char *controller, const char *leaf)
{
	struct writing w = begin(topic, site, "/controller/", controller);
	write_char(&w, '/');
	write_plain(&w, leaf);
	return finish(&w);
}

int topic_door(char topic[TOPIC_MAX], const char *site, const char *door)
{
	struct writing w = begin(topic, site, "/door/", door);
	return finish(&w);
}

int topic_area(char topic[TOPIC_MAX], const char *site, const char *area, const char *leaf)
{
	struct writing w = begin(topic, site, "/area/", area);
	write_char(&w, '/');
	write_plain(&w, leaf);
	return finish(&w);
}
