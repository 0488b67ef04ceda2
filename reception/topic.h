/*
 * The topics of the feed (docs/PROTOCOL.md, "MQTT"), made from names that people
 * gave. A byte that has a meaning in a topic ('/', '+', '#'), the escape itself
 * ('%') and control characters are written as %XX. Pure.
 */
#ifndef ZUTRITT_RECEPTION_TOPIC_H
#define ZUTRITT_RECEPTION_TOPIC_H

enum { TOPIC_MAX = 384 }; /* with its NUL; names of 47 bytes always fit */

/* All: 0, or -ENAMETOOLONG, or -EINVAL for an empty name; topic is then "". */
int topic_controller(char topic[TOPIC_MAX], const char *site, const char *controller, const char *leaf);
int topic_door(char topic[TOPIC_MAX], const char *site, const char *door);
int topic_area(char topic[TOPIC_MAX], const char *site, const char *area, const char *leaf);

#endif
