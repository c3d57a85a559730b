/*
 * flavour.h: a flavour of liburcu in this process, shared by all backends: who is registered, and grace periods
 * with numbers. Compiled once per flavour; the names carry the scheme, not the backend.
 */
#ifndef RC_RECLAIM_FLAVOUR_H
#define RC_RECLAIM_FLAVOUR_H

#include "refcount/names.h"

#include <stdbool.h>
#include <stdint.h>

#define RC_FLAVOUR_NAME(name) RC_PASTE(RC_RECLAIM, name)
#define rc_flavour_domain_ RC_FLAVOUR_NAME(flavour_domain_)
#define rc_flavour_join_ RC_FLAVOUR_NAME(flavour_join_)
#define rc_flavour_leave_ RC_FLAVOUR_NAME(flavour_leave_)
#define rc_flavour_begins_ RC_FLAVOUR_NAME(flavour_begins_)
#define rc_flavour_ends_ RC_FLAVOUR_NAME(flavour_ends_)
#define rc_flavour_quiescent_ RC_FLAVOUR_NAME(flavour_quiescent_)
#define rc_flavour_on_grace_ RC_FLAVOUR_NAME(flavour_on_grace_)
#define rc_flavour_stamp_ RC_FLAVOUR_NAME(flavour_stamp_)
#define rc_flavour_passed_ RC_FLAVOUR_NAME(flavour_passed_)
#define rc_flavour_want_ RC_FLAVOUR_NAME(flavour_want_)
#define rc_flavour_wait_ RC_FLAVOUR_NAME(flavour_wait_)
#define rc_flavour_fork_prepare_ RC_FLAVOUR_NAME(flavour_fork_prepare_)
#define rc_flavour_fork_parent_ RC_FLAVOUR_NAME(flavour_fork_parent_)
#define rc_flavour_fork_child_ RC_FLAVOUR_NAME(flavour_fork_child_)

/* The address of it stands for the end of read sections: see annotate.h. */
extern char rc_flavour_domain_;

/* The calling thread is a reader from now on, offline at first. Once for each backend: nested calls count. */
void rc_flavour_join_(void);
void rc_flavour_leave_(void);

/* Online and offline, nested likewise. Joined. Both are nothing but in `qsbr`. */
void rc_flavour_begins_(void);
void rc_flavour_ends_(void);

/* No read section is open. True while a grace period is under way, which may wait for the next such call. */
bool rc_flavour_quiescent_(void);

/* Is called when a grace period begins. Before the first thread joins. */
typedef struct rc_flavour_listener {
    void (*begins)(void);
    struct rc_flavour_listener *next;
} rc_flavour_listener;
void rc_flavour_on_grace_(rc_flavour_listener *listener);

/* As rc_grace_stamp_ and rc_grace_passed_. */
uint64_t rc_flavour_stamp_(void);
uint64_t rc_flavour_passed_(void);

/* The helper is to see to it that the grace period `stamp` passes. Does not wait. False: there is none now. */
bool rc_flavour_want_(uint64_t stamp);

/* Returns true when it has passed; false if it never will: see fork_child in flavour.c. Offline. */
bool rc_flavour_wait_(uint64_t stamp);

void rc_flavour_fork_prepare_(void);
void rc_flavour_fork_parent_(void);
void rc_flavour_fork_child_(void);

#endif
