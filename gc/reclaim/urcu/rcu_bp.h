/*
 * rcu_bp.h: where this flavour differs from the others: it forgets threads by itself, at their end and in the
 * child of a fork.
 */
#include <urcu/urcu-bp.h>

#include <urcu/list.h>

static inline struct cds_list_head *rc_urcu_node(void)
{
    return NULL;
}

static inline void rc_urcu_forget(struct cds_list_head *node)
{
    (void)node;
}

static inline void rc_urcu_fork_prepare(void)
{
    urcu_bp_before_fork();
}

static inline void rc_urcu_fork_parent(void)
{
    urcu_bp_after_fork_parent();
}

static inline void rc_urcu_fork_child(void)
{
    urcu_bp_after_fork_child();
}
