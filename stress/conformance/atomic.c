#define RC_BACKEND atomic
#include "stress/conformance/suite.h"
