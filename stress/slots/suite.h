/*
 * suite.h: what the tests of slots and structures share. They know a pair of backend and scheme by its table
 * alone, so that one program of one source shows all schemes of a backend.
 */
#ifndef STRESS_SLOTS_SUITE_H
#define STRESS_SLOTS_SUITE_H

#include "gc/ops.h"
#include "refcount/atomics.h"
#include "refcount/tool/scale.h"
#include "refcount/tool/tap.h"
#include "stress/support/threads.h"

#include <stdlib.h>

/* The pair under test. */
extern const rc_gc_ops *gc;
extern const rc_ops *rc;

#define CHECK(condition) tap_ok((condition), "%s: %s: %s", gc->name, __func__, #condition)

/* An object that knows whether it lives, and counts its ends. */
typedef struct thing {
    uint64_t alive; /* ALIVE, or DEAD */
    uint64_t id;
} thing;

enum { ALIVE = 0x600d, DEAD = 0xdead };

thing *thing_new(uint64_t id);
uint64_t things_ended(void);

/* Every object of the library, also those that the structures are made of. */
uint64_t objects_live(void);

/* What was retired by this thread is released, and what waits for its owner, this thread, is destroyed. */
void settle(void);

/* On threads of their own, attached, and all at once; on return each has settled and detached. */
void team_run(unsigned threads, void (*body)(void *arg, unsigned index), void *arg);

void slot_tests(void);
void tagged_tests(void);
void weak_slot_tests(void);
void structure_tests(void);
void reader_tests(void);
void sharing_tests(uint64_t seed);

#endif
