/*
 * broken_by_script.c: C05a. The four ways in which two operations on an unprotected count can meet, each
 * played once: one thread is held between its load and its store while the other does all of its operation.
 */
#include "bench/claims/claim.h"
#include "bench/claims/points.h"
#include "refcount/tool/cli.h"

#include <pthread.h>
#include <semaphore.h>

typedef struct act {
    const char *name;
    bool first_retains, second_retains;
    uint64_t before, right; /* references */
    int64_t off;            /* what the count is off by afterwards */
    const char *means;
} act;

static const act acts[] = {
    {"retain | retain", true, true, 2, 4, -1, "freed while a reference is left"},
    {"retain | release", true, false, 2, 2, 1, "never freed"},
    {"release | retain", false, true, 2, 2, -1, "freed while a reference is left"},
    {"release | release", false, false, 3, 1, 1, "never freed"},
};
enum { ACTS = sizeof acts / sizeof acts[0] };

static _Thread_local struct play {
    claims_counter *counter;
    const act *act;
    sem_t reached, go;
} * playing;

static void wait_for(sem_t *semaphore)
{
    while (sem_wait(semaphore) != 0)
        continue;
}

static void hold(void)
{
    claims_at_points(NULL); /* once */
    sem_post(&playing->reached);
    wait_for(&playing->go);
}

static void operate(claims_counter *counter, bool retains)
{
    if (retains)
        claims_counter_retain(counter);
    else
        claims_counter_release(counter);
}

static void *first(void *arg)
{
    playing = arg;
    claims_at_points(hold);
    operate(playing->counter, playing->act->first_retains);
    claims_at_points(NULL);
    return NULL;
}

/* The count afterwards; and how many releases of the remaining references it took to end the object. */
static uint64_t play(const act *act, uint64_t *releases)
{
    struct play p = {.counter = claims_counter_new(act->before), .act = act};
    pthread_t thread;
    if (sem_init(&p.reached, 0, 0) != 0 || sem_init(&p.go, 0, 0) != 0 ||
        pthread_create(&thread, NULL, first, &p) != 0)
        rc_cli_fail("cannot make a thread");
    wait_for(&p.reached);
    operate(p.counter, act->second_retains);
    sem_post(&p.go);
    pthread_join(thread, NULL);
    uint64_t after = claims_counter_read(p.counter);
    for (*releases = 0; *releases < act->right && claims_counter_ends(p.counter) == 0; ++*releases)
        claims_counter_release(p.counter);
    if (claims_counter_ends(p.counter) == 0)
        *releases = 0;
    claims_counter_free(p.counter);
    return after;
}

static void run(claim_result *r)
{
    claim_axes(r, "first | second, all of which happens inside the first", "count minus references",
               false);
    for (unsigned i = 0; i < ACTS; i++) {
        const act *a = &acts[i];
        uint64_t releases, after = play(a, &releases);
        int64_t off = (int64_t)(after - a->right);
        claim_bar(r, "plain", a->name, (double)off);
        claim_must(r, off == a->off, "%s: %.0f references, the count says %.0f: %s", a->name,
                   (double)a->right, (double)after, a->means);
        bool early = releases > 0 && releases < a->right;
        claim_must(r, off < 0 ? early : releases == 0, "%s: %s", a->name,
                   early ? "destroyed before its last reference was given back"
                         : "not destroyed when its last reference was given back");
    }
}

RC_CLAIM(broken_by_script) = {
    .id = "C05a",
    .name = "broken-by-script",
    .sentence = "Two threads that count one object without protection leave a wrong count: memory "
                "is lost, or "
                "freed too early.",
    .built =
        "Two threads share an object, as the note's two share a dict. The four meetings of retain "
        "and release, one thread held between its load and its store.",
    .measured = "The count against the number of references, and when the object was destroyed.",
    .run = run,
};
