/*
 * rcu_qsbr.h: where this flavour differs from the others.
 */
#include <urcu/urcu-qsbr.h>
#include <urcu/static/urcu-qsbr.h>

/* What liburcu keeps of the calling thread. In the child of a fork it does not forget those who are gone. */
static inline struct cds_list_head *rc_urcu_node(void)
{
    return &URCU_TLS(urcu_qsbr_reader).node;
}

static inline void rc_urcu_forget(struct cds_list_head *node)
{
    cds_list_del(node);
}

static inline void rc_urcu_fork_prepare(void)
{
}

static inline void rc_urcu_fork_parent(void)
{
}

static inline void rc_urcu_fork_child(void)
{
}
