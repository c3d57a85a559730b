#define RC_BACKEND atomic
#define RC_RECLAIM hazard_asym
#include "stress/reclaim/suite.h"
