#define RC_BACKEND atomic
#define RC_RECLAIM rcu_memb
#include "stress/reclaim/suite.h"
