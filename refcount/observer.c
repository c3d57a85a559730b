/*
 * observer.c: the list of those who are told. It changes only before the first thread attaches, so that it
 * is read without a lock. Compiled once per backend.
 *
 * What begins is told first to who was added first, and what ends last, as with locks.
 */
#include "refcount/observer.h"

#include <stddef.h>

static rc_observer *first;

void rc_observer_add_(rc_observer *observer)
{
    rc_observer **end = &first;
    while (*end != NULL)
        end = &(*end)->next;
    *end = observer;
}

int rc_observers_attach_(void)
{
    for (rc_observer *o = first; o != NULL; o = o->next) {
        int error = o->attach != NULL ? o->attach() : 0;
        if (error != 0) {
            for (rc_observer *told = first; told != o; told = told->next) {
                if (told->left != NULL)
                    told->left();
            }
            return error;
        }
    }
    return 0;
}

void rc_observers_begin_(void)
{
    for (rc_observer *o = first; o != NULL; o = o->next) {
        if (o->begins != NULL)
            o->begins();
    }
}

void rc_observers_poll_(void)
{
    for (rc_observer *o = first; o != NULL; o = o->next) {
        if (o->poll != NULL)
            o->poll();
    }
}

/* The lists are short and the calls rare: the order is worth the second walk. */
static rc_observer *before(const rc_observer *observer)
{
    rc_observer *o = first;
    while (o != NULL && o->next != observer)
        o = o->next;
    return o;
}

#define IN_REVERSE(o)                                                                              \
    rc_observer *o = before(NULL);                                                                 \
    o != NULL;                                                                                     \
    o = o == first ? NULL : before(o)

void rc_observers_end_(void)
{
    for (IN_REVERSE(o)) {
        if (o->ends != NULL)
            o->ends();
    }
}

bool rc_observers_leaving_(void)
{
    bool released = false;
    for (IN_REVERSE(o)) {
        if (o->leaving != NULL && o->leaving())
            released = true;
    }
    return released;
}

void rc_observers_left_(void)
{
    for (IN_REVERSE(o)) {
        if (o->left != NULL)
            o->left();
    }
}

void rc_observers_fork_prepare_(void)
{
    for (IN_REVERSE(o)) {
        if (o->fork_prepare != NULL)
            o->fork_prepare();
    }
}

void rc_observers_fork_parent_(void)
{
    for (rc_observer *o = first; o != NULL; o = o->next) {
        if (o->fork_parent != NULL)
            o->fork_parent();
    }
}

void rc_observers_fork_child_(void)
{
    for (rc_observer *o = first; o != NULL; o = o->next) {
        if (o->fork_child != NULL)
            o->fork_child();
    }
}
