/* Tables as text (rule K8): what spreadsheets write, and what nobody should. */
#include "controller/office/csv.h"
#include "tests/unit/suite.h"

#include <stdlib.h>
#include <string.h>

static struct csv csv;
static struct csv_row row;
static const char *fault;

static void begin(const char *text)
{
	csv_begin(&csv, text, strlen(text));
}

static enum csv_result next(void)
{
	return csv_next(&csv, &row, &fault);
}

static void is_row(size_t line, size_t count, const char *first, const char *last)
{
	CU_ASSERT_EQUAL_FATAL(next(), CSV_ROW);
	CU_ASSERT_EQUAL(row.line, line);
	CU_ASSERT_EQUAL_FATAL(row.count, count);
	CU_ASSERT_STRING_EQUAL(row.fields[0], first);
	CU_ASSERT_STRING_EQUAL(row.fields[count - 1], last);
}

static void rows_and_fields_are_parted(void)
{
	begin("name,badge\nAnna,42:1\n\n,\nBen,\"42:2\"\r\nCem,42:3");
	is_row(1, 2, "name", "badge");
	is_row(2, 2, "Anna", "42:1");
	is_row(5, 2, "Ben", "42:2");
	is_row(6, 2, "Cem", "42:3");
	CU_ASSERT_EQUAL(next(), CSV_END);
	begin("name\rAnna\r\rBen\r");
	is_row(1, 1, "name", "name");
	is_row(2, 1, "Anna", "Anna");
	is_row(4, 1, "Ben", "Ben");
	CU_ASSERT_EQUAL(next(), CSV_END);
}

static void the_separator_is_that_of_the_first_line(void)
{
	begin("name;badge\nRoth, Max;42:1\n");
	is_row(1, 2, "name", "badge");
	is_row(2, 2, "Roth, Max", "42:1");
	begin("name\tbadge\na;b\tc\n");
	is_row(1, 2, "name", "badge");
	is_row(2, 2, "a;b", "c");
}

static void what_excel_writes_is_read(void)
{
	begin("\xef\xbb\xbfName;Ausweis\r\n\" J\xc3\xbcrgen \"\"Jo\"\" K \";\"42:1\"\r\n");
	is_row(1, 2, "Name", "Ausweis");
	is_row(2, 2, "J\xc3\xbcrgen \"Jo\" K", "42:1");
	CU_ASSERT_EQUAL(next(), CSV_END);
}

static void a_quoted_field_may_have_several_lines(void)
{
	begin("a,b\n\"one\ntwo\",x\ny,z\n");
	is_row(1, 2, "a", "b");
	is_row(2, 2, "one\ntwo", "x");
	is_row(4, 2, "y", "z");
}

static void is_fault(const char *text, size_t size, size_t line, const char *says)
{
	enum csv_result result;
	csv_begin(&csv, text, size);
	do
		result = next();
	while (result == CSV_ROW);
	CU_ASSERT_EQUAL_FATAL(result, CSV_FAULT);
	CU_ASSERT_EQUAL(row.line, line);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault, says));
}

static void hostile_tables_end_in_a_fault_with_their_line(void)
{
	static char line[1 << 20];
	is_fault("a\nb\n\"c", 6, 3, "does not end");
	is_fault("a\n\"b\"c\n", 7, 2, "behind a quotation mark");
	is_fault("a\n\0b\n", 5, 2, "NUL");
	is_fault("a\n;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;\n", 35, 2, "more than 32");
	memset(line, 'x', sizeof(line));
	is_fault(line, sizeof(line), 1, "longer than 16384");
	line[0] = '"';
	is_fault(line, sizeof(line), 1, "longer than 16384");
}

/* One field that takes a byte less than a line may have, for its end; and one byte more. */
static void a_line_at_its_limit_is_read(void)
{
	static char line[CSV_LINE_MAX + 1];
	memset(line, 'x', sizeof(line));
	csv_begin(&csv, line, CSV_LINE_MAX - 1);
	CU_ASSERT_EQUAL(next(), CSV_ROW);
	CU_ASSERT_EQUAL(strlen(row.fields[0]), CSV_LINE_MAX - 1);
	csv_begin(&csv, line, CSV_LINE_MAX);
	CU_ASSERT_EQUAL(next(), CSV_FAULT);
}

static void formulas_are_known_and_come_back(void)
{
	CU_ASSERT(csv_is_formula("=1+1") && csv_is_formula("+1") && csv_is_formula("-1") &&
	          csv_is_formula("@x"));
	CU_ASSERT_FALSE(csv_is_formula("Anna") || csv_is_formula("") || csv_is_formula("'=1"));
	CU_ASSERT_STRING_EQUAL(csv_plain("'=1+1"), "=1+1");
	CU_ASSERT_STRING_EQUAL(csv_plain("'s Gravenhage"), "'s Gravenhage");
}

/* Whatever comes in, it ends, and no row is longer than it may be. */
static void random_bytes_always_end(void)
{
	static const char letters[] = "a\",;\n\r\t '=\xc3\xbc";
	static char text[4096];
	unsigned random = 1;
	for (int round = 0; round < 2000; round++) {
		size_t size = 0;
		while (size < sizeof(text) && (random = random * 1664525u + 1013904223u) >> 24 != 0)
			text[size++] = letters[(random >> 16) % (sizeof(letters) - 1)];
		csv_begin(&csv, text, size);
		size_t rows = 0;
		enum csv_result result;
		while ((result = next()) == CSV_ROW && rows <= size)
			rows++;
		CU_ASSERT(rows <= size);
		CU_ASSERT(row.count <= CSV_FIELDS_MAX);
	}
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"K8: rows and fields are parted", rows_and_fields_are_parted},
	        {"K8: the separator is that of the first line", the_separator_is_that_of_the_first_line},
	        {"K8: what Excel writes is read", what_excel_writes_is_read},
	        {"K8: a quoted field may have several lines", a_quoted_field_may_have_several_lines},
	        {"K8: hostile tables end in a fault with their line",
	         hostile_tables_end_in_a_fault_with_their_line},
	        {"K8: a line at its limit is read", a_line_at_its_limit_is_read},
	        {"K8: formulas are known and come back", formulas_are_known_and_come_back},
	        {"K8: random bytes always end", random_bytes_always_end},
	};
	return suite_run("office: csv", cases, sizeof(cases) / sizeof(cases[0]));
}
