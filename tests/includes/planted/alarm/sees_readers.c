#include "readers/wiegand.h"
