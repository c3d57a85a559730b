#define RC_BACKEND global
#include "stress/memory/oom.h"
