#define RC_BACKEND atomic
#include "stress/memory/oom.h"
