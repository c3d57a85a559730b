#define RC_BACKEND biased
#include "stress/conformance/suite.h"
