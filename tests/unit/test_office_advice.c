/* What the installer is told of a reader's wires (rule F5), in German as well. */
#include "controller/office/advice.h"
#include "controller/office/sentence.h"
#include "tests/unit/suite.h"

static void every_fault_has_its_sentence(void)
{
	static const struct {
		struct intake_hint hint;
		const char *english, *german;
	} rows[] = {
	        {{INTAKE_NO_ADVICE, 0, 26}, "", ""},
	        {{INTAKE_SWAPPED, 0, 26},
	         "DATA0 and DATA1 are swapped at reader gate",
	         "DATA0 und DATA1 sind am Leser gate vertauscht"},
	        {{INTAKE_SHORT, 20, 26},
	         "frames are cut short at reader gate: 20 bits came, the shortest format has 26",
	         "Telegramme kommen am Leser gate verkürzt an: 20 Bit kamen, das kürzeste Format hat 26"},
	        {{INTAKE_LONG, 34, 26},
	         "frames of 34 bits come from reader gate, no format of that length is allowed there",
	         "Telegramme mit 34 Bit kommen vom Leser gate, kein Format dieser Länge ist dort erlaubt"},
	        {{INTAKE_FLOATING, 0, 26},
	         "edges without frames at reader gate: floating line or missing common ground",
	         "Flanken ohne Telegramm am Leser gate: offene Leitung oder fehlende gemeinsame Masse"},
	        {{INTAKE_LOST, 0, 26},
	         "edges were lost at reader gate: noise, or a chip too slow",
	         "Flanken gingen am Leser gate verloren: Störungen, oder ein zu langsamer Baustein"},
	        {{INTAKE_DAMAGED, 0, 26},
	         "frames are damaged at reader gate: check cable, shield and supply",
	         "Telegramme sind am Leser gate beschädigt: Kabel, Schirm und Versorgung prüfen"},
	};
	char text[ADVICE_MAX];
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		sentence_speak(NULL);
		advice_say(&rows[i].hint, "gate", text);
		CU_ASSERT_STRING_EQUAL(text, rows[i].english);
		sentence_speak("de");
		advice_say(&rows[i].hint, "gate", text);
		CU_ASSERT_STRING_EQUAL(text, rows[i].german);
	}
	sentence_speak(NULL);
}

int main(void)
{
	static const struct suite_case cases[] = {
	        {"F5: every fault has its sentence", every_fault_has_its_sentence},
	};
	return suite_run("office: advice", cases, sizeof(cases) / sizeof(cases[0]));
}
