#define RC_BACKEND plain
#include "stress/memory/oom.h"
