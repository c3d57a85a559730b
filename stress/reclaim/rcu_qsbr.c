#define RC_BACKEND atomic
#define RC_RECLAIM rcu_qsbr
#include "stress/reclaim/suite.h"
