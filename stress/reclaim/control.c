/*
 * control.c: what ThreadSanitizer must report with every scheme: a writer that releases what it has taken out of
 * its place, where it should retire it. Nothing goes wrong, because the reader has ended its section long before:
 * but nobody has made sure of that.
 *
 * With the argument `retire` the writer does as it should, and there is nothing to report.
 */
#include "gc/reclaim.h"
#include "stress/support/threads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const rc_type type = {.name = "number", .size = sizeof(long)};
static _Atomic(uintptr_t) place;
static _Atomic bool done;

static void read_it(void *arg)
{
    (void)arg;
    if (rc_thread_attach() != 0)
        abort();
    rc_guard guard = rc_guard_enter();
    long *number = (long *)rc_guard_protect_(&guard, &place);
    printf("%ld\n", *number);
    rc_guard_exit(guard);
    rc_thread_poll();
    rc_thread_block_begin();
    rc_store_relaxed(&done, true); /* relaxed: orders nothing */
    struct timespec while_the_writer_works = {0, 300000000};
    nanosleep(&while_the_writer_works, NULL);
    rc_thread_block_end();
    rc_thread_detach();
}

int main(int argc, char **argv)
{
    bool retire = argc > 1 && strcmp(argv[1], "retire") == 0;
    if (rc_thread_attach() != 0)
        abort();
    long *number = rc_new(&type);
    *number = 1;
    rc_store_release(&place, (uintptr_t)number);
    pthread_t reader = stress_thread(read_it, NULL, 0);
    struct timespec a_moment = {0, 1000000};
    while (!rc_load_relaxed(&done)) /* relaxed: orders nothing */
        nanosleep(&a_moment, NULL);
    void *old = (void *)rc_exchange_seq_cst(&place, 0);
    if (retire)
        rc_reclaim_retire_(old);
    else
        rc_release(old);
    if (retire)
        rc_reclaim_drain();
    stress_join(reader);
    rc_thread_detach();
    puts("end");
    return 0;
}
