#define RC_BACKEND plain
#include "stress/conformance/suite.h"
