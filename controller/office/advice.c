#include "controller/office/advice.h"
#include "controller/office/sentence.h"

#include <stdio.h>

void advice_say(const struct intake_hint *hint, const char *reader, char text[ADVICE_MAX])
{
	text[0] = '\0';
	switch (hint->advice) {
	case INTAKE_NO_ADVICE:
		break;
	case INTAKE_SWAPPED:
		snprintf(text, ADVICE_MAX, sentence("DATA0 and DATA1 are swapped at reader %s"), reader);
		break;
	case INTAKE_SHORT:
		snprintf(text, ADVICE_MAX,
		         sentence("frames are cut short at reader %s: %u bits came, the shortest format has "
		                  "%u"),
		         reader, hint->bits, hint->shortest);
		break;
	case INTAKE_LONG:
		snprintf(
		        text, ADVICE_MAX,
		        sentence("frames of %u bits come from reader %s, no format of that length is allowed "
		                 "there"),
		        hint->bits, reader);
		break;
	case INTAKE_FLOATING:
		snprintf(
		        text, ADVICE_MAX,
		        sentence("edges without frames at reader %s: floating line or missing common ground"),
		        reader);
		break;
	case INTAKE_LOST:
		snprintf(text, ADVICE_MAX,
		         sentence("edges were lost at reader %s: noise, or a chip too slow"), reader);
		break;
	case INTAKE_DAMAGED:
		snprintf(text, ADVICE_MAX,
		         sentence("frames are damaged at reader %s: check cable, shield and supply"), reader);
		break;
	}
}
