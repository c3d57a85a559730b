/*
 * fork.h: a fork while another thread holds one of the checked mode's locks: the child must find it free. The fork
 * has to wait for that thread, which gives its lock back a moment after the fork has been asked for.
 */
#include "stress/check/caught.h"

#include "refcount/check/locks.h"
#include "refcount/platform.h"
#include "stress/support/puppet.h"

#include <sys/wait.h>
#include <unistd.h>

typedef struct held_lock {
    const char *name;
    void (*lock)(void);
    void (*unlock)(void);
} held_lock;

static const held_lock held_locks[] = {
    {"types", rc_check_types_lock, rc_check_types_unlock},
    {"shadow", rc_shards_lock_all, rc_shards_unlock_all},
    {"quarantine", rc_quarantine_lock, rc_quarantine_unlock},
};

static void hold(void *arg)
{
    ((const held_lock *)arg)->lock();
}

static void give_back(void *arg)
{
    /* Long enough for the other thread to be in its fork, or through it, if nothing holds it up. */
    usleep(200 * 1000);
    ((const held_lock *)arg)->unlock();
}

static bool child_finds_it_free(const held_lock *held)
{
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        alarm(5);
        held->lock();
        held->unlock();
        _exit(0);
    }
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

/* Once a backend is checked, whichever it is. */
static void fork_tests(void)
{
    for (size_t i = 0; i < sizeof held_locks / sizeof *held_locks; i++) {
        held_lock held = held_locks[i];
        puppet holder;
        puppet_create(&holder);
        puppet_do(&holder, hold, &held);
        puppet_start(&holder, give_back, &held);
        tap_ok(child_finds_it_free(&held), "fork while another thread holds the lock of the %s",
               held.name);
        puppet_join(&holder);
    }
}
