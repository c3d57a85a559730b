/*
 * threads.c: see threads.h.
 */
#include "stress/support/threads.h"

#include "refcount/tool/cli.h"
#include "refcount/tool/tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void must(int error, const char *what)
{
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", what, strerror(error));
        abort();
    }
}

typedef struct team {
    void (*body)(void *arg, unsigned index);
    void *arg;
    unsigned index;
} team;

static void *run_member(void *arg)
{
    team *member = arg;
    rc_tool_pin(member->index);
    member->body(member->arg, member->index);
    return NULL;
}

void stress_threads(unsigned count, void (*body)(void *arg, unsigned index), void *arg)
{
    pthread_t thread[64];
    team member[64];
    for (unsigned i = 0; i < count && i < 64; i++) {
        member[i] = (team){body, arg, i};
        must(pthread_create(&thread[i], NULL, run_member, &member[i]), "pthread_create");
    }
    for (unsigned i = 0; i < count && i < 64; i++)
        stress_join(thread[i]);
}

typedef struct single {
    void (*body)(void *arg);
    void *arg;
} single;

static void *run_single(void *arg)
{
    single one = *(single *)arg;
    free(arg);
    one.body(one.arg);
    return NULL;
}

pthread_t stress_thread_on(void (*body)(void *arg), void *arg, void *low, size_t stack)
{
    pthread_t thread;
    pthread_attr_t attributes;
    single *one = malloc(sizeof *one);
    if (one == NULL)
        abort();
    *one = (single){body, arg};
    must(pthread_attr_init(&attributes), "pthread_attr_init");
    if (low != NULL)
        must(pthread_attr_setstack(&attributes, low, stack), "pthread_attr_setstack");
    else if (stack != 0)
        must(pthread_attr_setstacksize(&attributes, stack), "pthread_attr_setstacksize");
    must(pthread_create(&thread, &attributes, run_single, one), "pthread_create");
    pthread_attr_destroy(&attributes);
    return thread;
}

pthread_t stress_thread(void (*body)(void *arg), void *arg, size_t stack)
{
    return stress_thread_on(body, arg, NULL, stack);
}

void stress_join(pthread_t thread)
{
    must(pthread_join(thread, NULL), "pthread_join");
}

uint64_t stress_seed(void)
{
    const char *text = getenv("RC_TEST_SEED");
    uint64_t seed = text != NULL ? strtoull(text, NULL, 0) : (uint64_t)time(NULL);
    tap_note("seed %llu (repeat with RC_TEST_SEED)", (unsigned long long)seed);
    return seed;
}
