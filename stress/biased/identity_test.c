/*
 * identity_test.c: threads whose identities collide: in a bucket of the registry, in the token, and with "no
 * owner". The threads are placed (placed.h), so that this test never depends on luck; where an address
 * cannot be had, as under some tools, it says so.
 */
#define RC_BACKEND biased
#include "refcount/tool/scale.h"
#include "stress/biased/placed.h"

#include <signal.h>
#include <errno.h>

static void try_attach(void *arg)
{
    errno = 0;
    answer = rc_thread_attach() == 0;
    if (arg != NULL)
        *(bool *)arg = !answer && errno == EAGAIN;
}

static bool attaches(puppet *p)
{
    puppet_do(p, try_attach, NULL);
    return answer;
}

static bool is_turned_away(puppet *p)
{
    bool away;
    puppet_do(p, try_attach, &away);
    return away;
}

/* Forks, with main attached, and says whether the child found everything right. */
static bool in_a_child(bool (*check)(void))
{
    attach(NULL);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        alarm(20);
        if (check())
            raise(SIGKILL); /* no end at which Valgrind asks for what the other threads held */
        _exit(1);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    detach(NULL);
    return pid > 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

/* --------------------------------------------------------------------- three in one bucket */

enum { NEIGHBOURS = 3 };

static placed place[NEIGHBOURS];
static puppet neighbour[NEIGHBOURS];

/* As thread.c has it; if it is no longer so, the test for links below fails. */
static uint32_t bucket_of(uintptr_t pointer)
{
    return (uint32_t)(pointer >> 6) * UINT32_C(2654435769) / (UINT32_MAX / 1024 + 1);
}

static bool place_neighbours(void)
{
    size_t room = (size_t)64 << 20;
    char *block = mmap(NULL, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (block == MAP_FAILED || munmap(block, room) != 0)
        return false;
    uintptr_t pointer = ((uintptr_t)block + ((size_t)2 * PLACED_STACK)) & ~(uintptr_t)63;
    uint32_t bucket = bucket_of(pointer);
    for (int i = 0; i < NEIGHBOURS; i++) {
        while (bucket_of(pointer) != bucket)
            pointer += 64;
        if (!placed_at(&place[i], pointer))
            return false;
        puppet_create_on(&neighbour[i], place[i].low, place[i].size);
        pointer += (size_t)2 * PLACED_STACK;
    }
    return true;
}

static rc_thread *record(int i)
{
    return rc_thread_find_(placed_token(&place[i]));
}

/* T2 looks for a neighbour that is not there yet, and for the one that is; nothing else orders the two. */
typedef struct search {
    _Atomic bool begun;
    bool known, right;
} search;

static void look(void *arg)
{
    search *s = arg;
    unsigned turns = 0;
    rc_thread *found;
    s->known = true;
    do {
        s->known &= record(0) != NULL;
        rc_store_relaxed(&s->begun, true); /* relaxed: orders nothing, on purpose */
        rc_platform_relax(&turns);
        found = record(1);
    } while (found == NULL);
    s->right = found->identity == (const void *)place[1].pointer && found->next == record(0);
}

static void looked_for_while_registered(void)
{
    search s = {.begun = false};
    unsigned turns = 0;
    CHECK(attaches(&neighbour[0]) && record(1) == NULL);
    puppet_start(&t2, look, &s);
    while (!rc_load_relaxed(&s.begun)) /* relaxed: as there */
        rc_platform_relax(&turns);
    CHECK(attaches(&neighbour[1]));
    puppet_wait(&t2);
    CHECK(s.known && s.right);
}

/* Each makes an object, and T2 gives it up. */
static void queue_for_all(void)
{
    for (int i = 0; i < NEIGHBOURS; i++) {
        puppet_do(&neighbour[i], make, NULL);
        puppet_do(&t2, release, NULL);
    }
}

static bool finds_all_orphans(void)
{
    unsigned before = dead();
    rc_thread_poll();
    return dead() == before + NEIGHBOURS;
}

static void neighbours(void)
{
    unsigned before = dead();
    CHECK(attaches(&neighbour[2]));
    CHECK(record(0) != NULL && record(1)->next == record(0) && record(2)->next == record(1));
    queue_for_all();
    CHECK(dead() == before);
    CHECK(in_a_child(finds_all_orphans));
    for (int i = 0; i < NEIGHBOURS; i++)
        puppet_do(&neighbour[i], poll, NULL);
    CHECK(dead() == before + NEIGHBOURS);
    for (int i = 0; i < NEIGHBOURS; i++) {
        rc_thread *old = record(i);
        puppet_do(&neighbour[i], make, NULL);
        puppet_do(&neighbour[i], detach, NULL);
        tap_ok(attaches(&neighbour[i]) && record(i) == old, "%s: %d keeps its record", __func__, i);
        puppet_do(&neighbour[i], unique, NULL);
        tap_ok(answer && state() == RC_BIASED_NONE, "%s: %d keeps its objects", __func__, i);
        puppet_do(&neighbour[i], release, NULL);
        puppet_join(&neighbour[i]);
    }
}

/* ------------------------------------------------------------------------ two of one token */

static placed here, there;
static puppet x, y;

/* Two stacks, as far from each other as makes their tokens equal. */
static bool place_two(void)
{
    for (uintptr_t k = 0; k < 510; k++) {
        uintptr_t pointer = k * PLACED_FAR + ((uintptr_t)512 << 20);
        if (!placed_at(&here, pointer))
            continue;
        if (placed_at(&there, pointer + PLACED_FAR))
            return placed_token(&here) == placed_token(&there);
        munmap(here.low, here.size);
    }
    return false;
}

static void attach_there(void *answered)
{
    *(bool *)answered = rc_thread_attach() == 0;
}

/* Nobody has the token in the child. (ThreadSanitizer allows no new threads there.) */
static bool token_is_free_in_child(void)
{
    bool attached = false;
    if (STRESS_UNDER_TSAN)
        return true;
    stress_join(stress_thread_on(attach_there, &attached, there.low, there.size));
    return attached;
}

static void make_many(void *count)
{
    for (uintptr_t i = 0; i < (uintptr_t)count; i++)
        rc_release(rc_new(&type));
}

static void one_token_for_two(void)
{
    void *const many = (void *)(uintptr_t)rc_tool_scaled(300000);
    unsigned before = dead();
    puppet_create_on(&x, here.low, here.size);
    puppet_create_on(&y, there.low, there.size);
    CHECK(attaches(&x) && is_turned_away(&y));
    puppet_do(&y, make, NULL);
    CHECK(state() == RC_BIASED_MERGED);
    puppet_do(&y, release, NULL);
    CHECK(dead() == before + 1);
    CHECK(in_a_child(token_is_free_in_child) && is_turned_away(&y));
    puppet_do(&x, detach, NULL);
    CHECK(attaches(&y) && is_turned_away(&x));
    /* Each counts for itself, in the statistics too. */
    rc_stats s0, s1;
    rc_get_stats(&s0);
    puppet_start(&x, make_many, many);
    puppet_do(&y, make_many, many);
    puppet_wait(&x);
    rc_get_stats(&s1);
    CHECK(s1.created == s0.created + 2 * (uintptr_t)many && s1.live_objects == s0.live_objects);
    puppet_join(&y); /* ends attached */
    CHECK(attaches(&x));
    puppet_join(&x);
}

/* And that is all: a thread that could not attach must not touch objects. */
static void token_of_nobody(void)
{
    placed zero;
    puppet nobody;
    uintptr_t k = 1;
    while (k < 511 && !placed_at(&zero, k * PLACED_FAR))
        k++;
    if (k == 511) {
        tap_note("%s: no such address is to be had here", __func__);
        return;
    }
    puppet_create_on(&nobody, zero.low, zero.size);
    CHECK(placed_token(&zero) == 0 && is_turned_away(&nobody));
    puppet_join(&nobody);
}

int main(void)
{
    begin();
    placed_begin();
    if (place_neighbours()) {
        looked_for_while_registered();
        neighbours();
    } else {
        tap_note("no stacks in one bucket are to be had here");
    }
    if (place_two())
        one_token_for_two();
    else
        tap_note("no stacks of one token are to be had here");
    token_of_nobody();
    return end();
}
