/*
 * The frame of every unit test: one executable per module, its cases in a
 * table, an exit code that ctest believes.
 */
#ifndef ZUTRITT_TESTS_SUITE_H
#define ZUTRITT_TESTS_SUITE_H

#include <CUnit/Basic.h>
#include <CUnit/CUnit.h>
#include <stdlib.h>

struct suite_case {
	const char *name; /* a sentence: what holds */
	void (*run)(void);
};

static inline int suite_run(const char *name, const struct suite_case *cases, size_t count)
{
	if (CU_initialize_registry() != CUE_SUCCESS)
		return EXIT_FAILURE;
	CU_pSuite suite = CU_add_suite(name, NULL, NULL);
	for (size_t i = 0; suite != NULL && i < count; i++)
		if (CU_add_test(suite, cases[i].name, cases[i].run) == NULL)
			suite = NULL;
	CU_basic_set_mode(CU_BRM_VERBOSE);
	int ok = suite != NULL && CU_basic_run_tests() == CUE_SUCCESS && CU_get_number_of_tests_run() == count &&
		 CU_get_number_of_failures() == 0;
	CU_cleanup_registry();
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
