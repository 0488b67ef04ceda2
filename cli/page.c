/* Pages: see page.h. Start at page_run(). */
#include "cli/page.h"

#include <stdlib.h>
#include <string.h>

#include "cli/ask.h"
#include "cli/output.h"
#include "cli/text.h"
#include "cli/words.h"

/* ---- text ---- */

static const char *entity(char c)
{
	switch (c) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void page_text(FILE *out, const char *text)
{
	char *shown = text_escaped(text);
	for (const char *at = shown; *at != '\0'; at++) {
		const char *escaped = entity(*at);
		if (escaped != NULL)
			fputs(escaped, out);
		else
			fputc(*at, out);
	}
	free(shown);
}

static const char *member(const struct message *m, const char *path)
{
	const char *text = message_text(m, path);
	return text == NULL || text[0] == '\0' ? "-" : text;
}

static void element(FILE *out, const char *name, const char *text)
{
	fprintf(out, "<%s>", name);
	page_text(out, text);
	fprintf(out, "</%s>", name);
}

static void cell(FILE *out, const char *text)
{
	element(out, "td", text);
}

static void local_time(const struct message *m, const char *path, char text[TEXT_TIME_MAX])
{
	const char *utc = member(m, path);
	if (!text_local_time(utc, text))
		snprintf(text, TEXT_TIME_MAX, "%.31s", utc);
}

/* ---- the frame ---- */

static const char style[] =
        "@page{size:A4;margin:20mm}"
        "body{font:11pt/1.4 'DejaVu "
        "Sans',Arial,sans-serif;color:#000;background:#fff;max-width:170mm;margin:auto}"
        "h1{font-size:16pt;margin:0 0 4mm}h2{font-size:12pt;margin:6mm 0 2mm;break-after:avoid}"
        "table{border-collapse:collapse;width:100%}"
        "th,td{border:.3mm solid #666;padding:1mm "
        "2mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
        "thead{display:table-header-group}tr{break-inside:avoid}"
        "dl{display:grid;grid-template-columns:45mm 1fr;margin:0}dt,dd{margin:0;padding:.5mm 0}"
        ".code{font-family:'DejaVu Sans Mono',monospace;letter-spacing:.05em}"
        ".sign{display:flex;gap:10mm;margin-top:25mm;break-inside:avoid}"
        ".sign div{flex:1;border-top:.3mm solid #000;padding-top:1mm;font-size:9pt}"
        "footer{margin-top:8mm;font-size:9pt}";

static void begin(FILE *out, const char *title)
{
	fprintf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
	        _("en"));
	page_text(out, title);
	fprintf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n", style);
	element(out, "h1", title);
	fputc('\n', out);
}

static void end(FILE *out)
{
	fputs("</body>\n</html>\n", out);
}

static void head(FILE *out, const char *const *headings, size_t count)
{
	fputs("<table>\n<thead><tr>", out);
	for (size_t i = 0; i < count; i++)
		element(out, "th", headings[i]);
	fputs("</tr></thead>\n<tbody>\n", out);
}

#define HEAD(out, ...)                                                                                       \
	head(out, (const char *const[]){__VA_ARGS__}, sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *))

static void foot(FILE *out)
{
	fputs("</tbody>\n</table>\n", out);
}

/* ---- the receipt ---- */

static void line(FILE *out, const char *name, const char *text)
{
	element(out, "dt", name);
	element(out, "dd", text);
	fputc('\n', out);
}

/* In groups of four, as people read it aloud. */
static void print_code(FILE *out, const char *code)
{
	fputs("<dt>", out);
	page_text(out, _("Code"));
	fputs("</dt><dd class=\"code\">", out);
	for (size_t i = 0; code[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			fputc('-', out);
		page_text(out, (char[]){code[i], '\0'});
	}
	fputs("</dd>\n", out);
}

static void print_badges(FILE *out, const struct message *badges)
{
	if (message_count(badges) == 0)
		return;
	element(out, "h2", _("Badges"));
	HEAD(out, _("Number"));
	for (size_t i = 0; i < message_count(badges); i++) {
		fputs("<tr>", out);
		cell(out, member(message_item(badges, i), "number"));
		fputs("</tr>\n", out);
	}
	foot(out);
}

static void print_keys(FILE *out, const struct message *keys)
{
	if (message_count(keys) == 0)
		return;
	element(out, "h2", _("Keys"));
	HEAD(out, _("Room"), _("Door"), _("First day"), _("Last day"), _("Key"));
	for (size_t i = 0; i < message_count(keys); i++) {
		const struct message *key = message_item(keys, i);
		fputs("<tr>", out);
		cell(out, member(key, "room"));
		cell(out, member(key, "door"));
		cell(out, member(key, "first_day"));
		cell(out, member(key, "last_day"));
		cell(out, member(key, "id"));
		fputs("</tr>\n", out);
	}
	foot(out);
}

static void print_signatures(FILE *out, bool is_issue)
{
	fputs("<div class=\"sign\"><div>", out);
	page_text(out,
	          is_issue ? _("Place, date, signature: received") : _("Place, date, signature: handed in"));
	fputs("</div><div>", out);
	page_text(out, is_issue ? _("Place, date, signature: handed out")
	                        : _("Place, date, signature: taken back"));
	fputs("</div></div>\n", out);
}

void page_receipt(FILE *out, const struct message *reply)
{
	bool is_issue = strcmp(member(reply, "receipt.kind"), "issue") == 0;
	char made[TEXT_TIME_MAX];
	local_time(reply, "receipt.made", made);
	begin(out, is_issue ? _("Receipt for badges and keys handed out")
	                    : _("Receipt for badges and keys taken back"));
	fputs("<dl>\n", out);
	line(out, _("Site"), member(reply, "site"));
	line(out, _("Receipt"), member(reply, "receipt.number"));
	line(out, _("Made"), made);
	line(out, _("Person"), member(reply, "receipt.person_name"));
	line(out, _("By"), member(reply, "receipt.operator_name"));
	print_code(out, member(reply, "receipt.code"));
	fputs("</dl>\n", out);
	print_badges(out, message_get(reply, "badges"));
	print_keys(out, message_get(reply, "keys"));
	print_signatures(out, is_issue);
	element(out, "footer",
	        _("Badges are personal: report a loss at once. This receipt is kept for the time of "
	          "employment and "
	          "three years; its code proves it (zutritt receipt check)."));
	end(out);
}

/* ---- the lock plan ---- */

static void print_planned(FILE *out, const struct message *key)
{
	char given[WORDS_GIVEN_MAX];
	fputs("<tr>", out);
	cell(out, member(key, "person_name"));
	cell(out, words_state(member(key, "kind")));
	cell(out, member(key, "door"));
	cell(out, member(key, "schedule"));
	cell(out, member(key, "first_day"));
	cell(out, member(key, "last_day"));
	cell(out, words_given(member(key, "reason"), given));
	fputs("</tr>\n", out);
}

/* A table for each room; the keys come room by room. */
void page_lock_plan(FILE *out, const struct message *reply)
{
	const struct message *keys = message_get(reply, "keys");
	const char *room = "";
	begin(out, _("Lock plan: who may enter which room"));
	for (size_t i = 0; i < message_count(keys); i++) {
		const struct message *key = message_item(keys, i);
		const char *next = member(key, "room");
		if (strcmp(room, next) != 0) {
			if (room[0] != '\0')
				foot(out);
			room = next;
			element(out, "h2", room);
			HEAD(out, _("Person"), _("Kind"), _("Door"), _("Hours"), _("First day"),
			     _("Last day"), _("Reason"));
		}
		print_planned(out, key);
	}
	if (room[0] != '\0')
		foot(out);
	else
		element(out, "p", _("No keys."));
	end(out);
}

/* ---- the file ---- */

typedef void print_page(FILE *out, const struct message *reply);

static print_page *page_of(const struct invocation *inv)
{
	return strcmp(inv->command->noun, "receipt") == 0 ? page_receipt : page_lock_plan;
}

int page_run(const struct invocation *inv)
{
	const char *path = invocation_text(inv, "--html");
	int status = STATUS_DONE;
	struct message *reply = ask_call(inv);
	if (reply == NULL)
		return STATUS_REFUSED;
	if (path == NULL)
		status = output_reply(inv, reply);
	else if (strcmp(path, "-") == 0)
		page_of(inv)(stdout, reply);
	else
		status = output_file(inv, path, page_of(inv), reply);
	message_free(reply);
	return status;
}
