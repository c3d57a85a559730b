#define RC_BACKEND atomic
#define RC_RECLAIM rcu_bp
#include "stress/reclaim/suite.h"
