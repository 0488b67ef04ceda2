#include "controller/door.h"
#include <time.h>
