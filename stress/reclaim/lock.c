#define RC_BACKEND atomic
#define RC_RECLAIM lock
#include "stress/reclaim/suite.h"
