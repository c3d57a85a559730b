#define RC_BACKEND mutex
#include "stress/conformance/suite.h"
