#define RC_BACKEND mutex
#include "stress/memory/oom.h"
