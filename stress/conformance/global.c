#define RC_BACKEND global
#include "stress/conformance/suite.h"
