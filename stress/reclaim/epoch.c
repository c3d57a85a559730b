#define RC_BACKEND atomic
#define RC_RECLAIM epoch
#include "stress/reclaim/suite.h"
