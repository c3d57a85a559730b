/*
 * suspend.c: see suspend.h.
 */
#include "stress/harness/suspend.h"

#include "refcount/atomics.h"
#include "stress/support/sanitizers.h"
#include "stress/support/semaphore.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#define FOR_A_MOMENT SIGUSR1
#define FOR_GOOD SIGUSR2

static _Atomic uint64_t moment;
static sem_t held, let_go;

static void stand_still(int signal)
{
    int saved = errno;
    (void)signal;
    uint64_t ns = rc_load_relaxed(&moment); /* relaxed: any recent value is good */
    struct timespec left = {(time_t)(ns / 1000000000), (long)(ns % 1000000000)};
    nanosleep(&left, NULL);
    errno = saved;
}

static void stand_until_let_go(int signal)
{
    int saved = errno;
    (void)signal;
    sem_post(&held);
    stress_wait(&let_go);
    errno = saved;
}

static void install(int signal, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    if (sigaction(signal, &action, NULL) != 0)
        abort();
}

void stress_suspend_install(void)
{
    static bool ready;
    if (ready)
        return;
    ready = true;
    if (sem_init(&held, 0, 0) != 0 || sem_init(&let_go, 0, 0) != 0)
        abort();
    install(FOR_A_MOMENT, stand_still);
    install(FOR_GOOD, stand_until_let_go);
}

bool stress_suspend_works(void)
{
    return !STRESS_UNDER_TSAN;
}

void stress_suspend_for(pthread_t thread, uint64_t nanoseconds)
{
    rc_store_relaxed(&moment, nanoseconds);
    pthread_kill(thread, FOR_A_MOMENT);
}

void stress_suspend_hold(pthread_t thread)
{
    pthread_kill(thread, FOR_GOOD);
    stress_wait(&held);
}

void stress_suspend_let_go(void)
{
    sem_post(&let_go);
}
