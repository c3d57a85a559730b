#define RC_BACKEND atomic
#define RC_RECLAIM hazard_asym
#define RECLAIM_BEFORE() rc_hazard_use_light_(false)
#include "stress/reclaim/suite.h"
