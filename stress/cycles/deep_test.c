/*
 * deep_test.c: deep and wide garbage, on a small stack and with no memory left. Compiled once per backend.
 */
#include "refcount/tool/scale.h"
#include "stress/cycles/cells.h"
#include "stress/support/sanitizers.h"
#include "stress/support/threads.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static _Atomic uint64_t ended;
static _Thread_local const char *bottom;
static _Atomic size_t deepest;

static void count_end(cell *self)
{
    char here = 0;
    (void)self;
    rc_fetch_add_relaxed(&ended, 1);
    size_t depth = bottom > &here ? (size_t)(bottom - &here) : (size_t)(&here - bottom);
    if (depth > rc_load_relaxed(&deepest)) /* relaxed: one thread at a time */
        rc_store_relaxed(&deepest, depth);
}

static cell_fate shared_fate; /* of very many objects: only their number counts */

static cell *deep_cell(uint32_t edges)
{
    return cell_new_wide(&quiet_type, &shared_fate, edges);
}

enum { RING, CHAIN_AND_LOOP, DOUBLY_LINKED, COMB, TREE, STAR, SHAPES };
static const char *const shape_name[] = {
    "ring",          "chain from a loop",   "doubly linked list",
    "comb of rings", "tree with ways back", "star"};

/* Each is garbage when its first object is given up, but needs a collection. Returns the first. */
static cell *build(unsigned shape, uint64_t count)
{
    if (shape == STAR) {
        cell *hub = deep_cell((uint32_t)count);
        for (uint32_t i = 0; i + 1 < count; i++) {
            hub->edge[i] = deep_cell(1);
            cell_link(hub->edge[i], 0, hub);
        }
        return hub;
    }
    cell *first = deep_cell(3), *last = first;
    cell **all = shape == TREE ? calloc(count, sizeof *all) : NULL;
    if (all != NULL)
        all[0] = first;
    for (uint64_t i = 1; i < count; i++) {
        cell *next = deep_cell(3);
        if (shape == TREE) {
            cell *parent = all[(i - 1) / 2];
            all[i] = next;
            parent->edge[(i - 1) % 2] = next;
            if (i * 2 + 1 >= count)
                cell_link(next, 2, first);
            continue;
        }
        last->edge[0] = next;
        if (shape == DOUBLY_LINKED)
            cell_link(next, 1, last);
        if (shape == COMB)
            cell_link(next, 1, next);
        last = next;
    }
    if (shape == RING)
        cell_link(last, 0, first);
    if (shape == CHAIN_AND_LOOP)
        cell_link(first, 1, first);
    if (shape == COMB)
        cell_link(first, 1, first);
    if (shape == TREE && count == 1)
        cell_link(first, 2, first);
    free(all);
    return first;
}

static void deep(unsigned shape, uint64_t count)
{
    rc_store_relaxed(&ended, 0);
    rc_store_relaxed(&deepest, 0);
    shared_fate = (cell_fate){.at_destroy = count_end, .shared = true};
    cell *first = build(shape, count);
    bool right = rc_collect() == 0 && rc_load_relaxed(&ended) == 0;
    rc_release(first);
    right &= rc_load_relaxed(&ended) == 0;
    size_t died = rc_collect();
    right &= cells_died(died, count) && rc_load_relaxed(&ended) == count;
    right &= rc_load_relaxed(&deepest) < (STRESS_UNDER_ASAN || STRESS_UNDER_TSAN ? 32768 : 8192);
    tap_ok(right, "%s: %s of %" PRIu64 " objects: %" PRIu64 " destroyed, %zu bytes of stack",
           rc_get_backend()->name, shape_name[shape], count, rc_load_relaxed(&ended),
           rc_load_relaxed(&deepest));
}

static void deep_structures(void *arg)
{
    char here = 0;
    bottom = &here;
    uint64_t count = *(const uint64_t *)arg;
    if (rc_thread_attach() != 0)
        abort();
    for (unsigned shape = 0; shape < SHAPES; shape++)
        deep(shape, shape == RING ? count : count / 5 + 1);
    rc_thread_detach();
}

/* A12 and G, on a thread with a small stack. */
static void on_a_small_stack(void)
{
    uint64_t count = rc_tool_scaled(1000000);
    size_t stack = STRESS_UNDER_ASAN || STRESS_UNDER_TSAN ? 512 << 10 : 64 << 10;
    stress_join(stress_thread(deep_structures, &count, stack));
    END();
}

/* ------------------------------------------------------------------------------ no memory left */

typedef struct part {
    struct part *next;
    uint64_t filler[6];
} part;

static void traverse_part(void *object, rc_visit *visit, void *arg)
{
    part *l = object;
    if (l->next != NULL)
        visit(l->next, arg);
}

static uint64_t parts_ended;

static void clear_part(void *object)
{
    part *l = object, *next = l->next;
    l->next = NULL;
    if (next != NULL)
        rc_release(next);
}

static void destroy_part(void *object)
{
    parts_ended++;
    clear_part(object);
}

static const rc_type part_type = {.name = "part",
                                  .size = sizeof(part),
                                  .destroy = destroy_part,
                                  .traverse = traverse_part,
                                  .clear = clear_part};

/* As long as the system gives memory. Returns the first, whose reference is the caller's, and the last. */
static part *longest_chain(part **last, uint64_t *length)
{
    part *first = NULL, *made;
    *length = 0;
    while ((made = rc_new(&part_type)) != NULL) {
        made->next = first;
        if (first == NULL)
            *last = made;
        first = made;
        ++*length;
    }
    return first;
}

/* What is true of the process at the end: a number for the exit status. Lets nothing be printed: that allocates. */
enum { ALL_WELL, NO_LIMIT, TOO_SHORT, CHAIN_LEFT, RING_DIED_EARLY, RING_LEFT, SECOND_RING_LEFT };

static unsigned with_no_memory_left(void)
{
    uint64_t pages;
    char text[32] = "";
    FILE *statm = fopen("/proc/self/statm", "r");
    if (statm == NULL || fgets(text, sizeof text, statm) == NULL)
        return NO_LIMIT;
    fclose(statm);
    pages = strtoull(text, NULL, 10);
    rlim_t most = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + (32 << 20);
    if (setrlimit(RLIMIT_AS, &(struct rlimit){most, most}) != 0)
        return NO_LIMIT;

    /* By its counts: the end of the first ends all, one after the other, with memory for none of it. */
    uint64_t length;
    part *last = NULL, *first = longest_chain(&last, &length);
    if (length < 100000)
        return TOO_SHORT;
    parts_ended = 0;
    rc_release(first);
    if (parts_ended != length)
        return CHAIN_LEFT;

    /* By the collector. Twice: the second one finds what the first one gave back. */
    for (unsigned time = 0; time < 2; time++) {
        first = longest_chain(&last, &length);
        parts_ended = 0;
        last->next = rc_retain(first);
        if (rc_collect() != 0 || parts_ended != 0)
            return RING_DIED_EARLY;
        rc_release(first);
        if (length < 100000 || !cells_died(rc_collect(), length) || parts_ended != length)
            return time == 0 ? RING_LEFT : SECOND_RING_LEFT;
    }
    return ALL_WELL;
}

/* In a process of its own, which ends without a word. A sanitizer would need the memory for itself. */
static void out_of_memory(void)
{
    if (STRESS_UNDER_ASAN || STRESS_UNDER_TSAN) {
        tap_note("out_of_memory: a sanitizer's memory has no limit of ours");
        return;
    }
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        alarm(60);
        _exit((int)with_no_memory_left());
    }
    int how = -1;
    rc_thread_block_begin();
    waitpid(pid, &how, 0);
    rc_thread_block_end();
    if (how != 0)
        tap_note("the child ended with %#x", (unsigned)how);
    CHECK(pid > 0 && WIFEXITED(how) && WEXITSTATUS(how) == ALL_WELL);
    END();
}

int main(void)
{
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    rc_gc_disable(); /* collections come when a test asks for them */
    out_of_memory();
    rc_thread_detach(); /* the next has the library to itself, with every backend */
    on_a_small_stack();
    return tap_done();
}
