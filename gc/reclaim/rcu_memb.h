/*
 * rcu_memb.h: read-copy-update whose readers pay no barrier.
 */
#ifndef RC_RECLAIM_RCU_MEMB_H
#define RC_RECLAIM_RCU_MEMB_H

#include "gc/reclaim/rcu_sections.h"

#endif
