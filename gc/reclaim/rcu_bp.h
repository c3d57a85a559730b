/*
 * rcu_bp.h: read-copy-update whose readers register by themselves.
 */
#ifndef RC_RECLAIM_RCU_BP_H
#define RC_RECLAIM_RCU_BP_H

#include "gc/reclaim/rcu_sections.h"

#endif
