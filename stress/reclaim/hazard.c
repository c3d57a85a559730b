#define RC_BACKEND atomic
#define RC_RECLAIM hazard
#include "stress/reclaim/suite.h"
