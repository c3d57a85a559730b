#define RC_BACKEND biased
#include "stress/memory/oom.h"
