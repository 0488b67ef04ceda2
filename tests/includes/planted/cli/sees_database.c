#include "controller/protocol/client.h"
#include "db/store.h"
