/*
 * machine.h: the state of the model checker: threads, memory, and one execution of a program.
 *
 * Nothing here belongs to the program under test, and none of the checker's own files is compiled with
 * -fsanitize=thread: what they do is no access of the program and no step of it.
 */
#ifndef STRESS_MODEL_MACHINE_H
#define STRESS_MODEL_MACHINE_H

#include "stress/model/clock.h"
#include "stress/model/fault.h"
#include "stress/model/fiber.h"
#include "stress/model/model.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    MODEL_MESSAGES = 192, /* stores to one atomic location */
    MODEL_POOL = 4096,    /* stores in all */
    MODEL_EVENTS = 4000,  /* visible steps */
    MODEL_NODES = 16000,  /* decisions */
    MODEL_BLOCKS = 512,   /* allocations */
    MODEL_READS = 16,     /* what an awaiting loop may look at */
    MODEL_AGAINS = 16,    /* loads of a loop */
    MODEL_LOCKS = 64,     /* locks that threads share */
    MODEL_HELD = 24,      /* locks of one thread at a time */
    MODEL_KEYS = 4        /* thread exit keys */
};

/* A store in a modification order. */
typedef struct model_message {
    uint64_t value;
    model_clock clock; /* what an acquire of it learns */
    model_view view;
    uint16_t event; /* its event, or MODEL_EVENTS: from before the play */
    uint16_t step;  /* in the trace */
    uint8_t thread;
    bool rmw;     /* it reads the store before it: nothing may come in between */
    bool pending; /* a plain store, whose value is what memory holds */
} model_message;

/* An atomic location that threads share. */
typedef struct model_location {
    uintptr_t address;
    uint8_t size;
    uint8_t index; /* in views */
    uint16_t count;
    uint16_t order[MODEL_MESSAGES]; /* into the pool: the modification order */
} model_location;

/* What was done to the bytes of one variable: when each thread did it last. */
typedef struct model_cell {
    model_clock plain_read, plain_write, atomic_read, atomic_write;
    uint16_t location; /* its number plus one, or 0 */
} model_cell;

/* Eight bytes of memory. */
typedef struct model_granule {
    /* Learned, for a whole search: see cells.c */
    uint32_t search;
    uint8_t starts;  /* set of the bytes that a cell begins at */
    uint8_t threads; /* that have used it atomically during the play */
    bool written;
    /* Of this execution: */
    uint8_t owner;   /* of the lock here, plus one */
    bool lock_ready; /* there is a lock here, and it has been made */
    bool lock_known; /* it was given back during the play */
    uint16_t block;  /* in a block's number plus one, or 0 */
    uint32_t run;
    /* What it begins an execution with, if `prepared` is the number that holds: see prepared.h */
    uint32_t prepared;
    uint16_t prepared_block;
    bool prepared_ready;
    uint8_t prepared_owner;
    /* For the reduction: events on these bytes, MODEL_EVENTS if there is none. */
    uint16_t last_write, last_lock, last_try, last_read[MODEL_THREADS];
    model_cell first; /* the cell that begins with them */
} model_granule;

/* What is rarely used of eight bytes, apart, so that the rest stays in the cache. */
typedef struct model_annex {
    model_cell cell[7];     /* by their first bytes, from 1 on */
    model_clock lock_clock; /* what taking the lock learns, if it was given back before */
    model_view lock_view;
} model_annex;

extern model_granule *model_granules;
extern model_annex *model_annexes;

static inline model_annex *model_annex_of(const model_granule *g)
{
    return &model_annexes[g - model_granules];
}

/* The cell that begins at `byte`. */
static inline model_cell *model_cell_at(model_granule *g, unsigned byte)
{
    return byte == 0 ? &g->first : &model_annex_of(g)->cell[byte - 1];
}

/* The byte behind the cell that begins at `byte`. */
static inline unsigned model_cell_end(const model_granule *g, unsigned byte)
{
    return (unsigned)__builtin_ctz((unsigned)g->starts >> (byte + 1) << (byte + 1) | 0x100u);
}

typedef enum model_kind {
    MODEL_LOAD,
    MODEL_STORE,
    MODEL_RMW,
    MODEL_CAS,
    MODEL_FENCE,
    MODEL_LOCK,
    MODEL_TRYLOCK,
    MODEL_UNLOCK,
    MODEL_AWAIT, /* until the awaited location has a newer store, of another value */
    MODEL_JOIN,  /* until another thread's act is over */
    MODEL_WAIT,  /* on a condition: gives the lock back */
    MODEL_WAKE,  /* until it was signalled */
    MODEL_SIGNAL,
    MODEL_BARRIER, /* a fence of every thread */
    MODEL_ENTER, /* grace.h: a section begins; something is protected; readers leave; something is retired */
    MODEL_PROTECT,
    MODEL_LEAVE,
    MODEL_RETIRE,
    MODEL_GRACE /* until those have left who protect what was retired */
} model_kind;

/* The numbers that compilers pass. */
enum { MODEL_RELAXED, MODEL_CONSUME, MODEL_ACQUIRE, MODEL_RELEASING, MODEL_ACQ_REL, MODEL_SEQ_CST };

typedef struct model_op {
    model_kind kind;
    uint8_t order;
    uint8_t size;
    uintptr_t address;
    model_granule *granule; /* NULL: on no location */
    uintptr_t pc;
} model_op;

typedef struct model_event {
    uint8_t thread;
    bool write; /* as far as other steps can tell */
    uint8_t sc; /* 1: a seq_cst access, 2: a seq_cst fence */
    model_kind kind;
    model_granule *granule;
    uint16_t node;
    model_clock clock; /* of events, for the reduction */
} model_event;

typedef struct model_node {
    bool schedule; /* which thread; else a choice of its step */
    uint8_t chosen, count;
    uint8_t enabled, backtrack, done, sleep; /* sets of threads */
} model_node;

typedef struct model_block {
    uintptr_t start;
    uint32_t size;
    uint8_t thread, freed_by;
    bool freed, kept,
        stock; /* kept: its maker says that it is never freed; stock: a record has it for later */
    uint16_t step;    /* at which it was freed */
    uintptr_t pc;     /* of its allocation */
    const char *name; /* that the program gave it, or NULL */
} model_block;

typedef struct model_read {
    uint8_t location, index;
    bool written; /* since then, by the thread itself */
    uint64_t value;
} model_read;

typedef struct model_thread {
    model_fiber fiber;
    void *tls; /* its thread-local variables while another thread runs */
    int error; /* errno */
    void (*job)(unsigned thread);
    bool done; /* with act */
    bool gone; /* its exit functions have run */
    bool signalled;
    uint8_t identity;
    uint8_t joins;
    model_op op; /* what it is about to do */
    unsigned steps;
    unsigned spurious;                     /* exchanges that have failed without cause */
    model_clock clock, acquired, released; /* now; by an acquire fence; at the last release fence */
    model_view view, acquired_view, released_view;
    model_clock events;           /* for the reduction */
    model_read read[MODEL_READS]; /* since the last pause */
    unsigned reads;
    model_granule *hidden; /* it has read this since, which nobody else has to do with so far */
    bool
        undirected; /* the last round of its loop failed without cause, so that it need not await */
    bool infeasible; /* it may await what others than the chosen one change */
    model_read awaited;
    struct {
        uintptr_t pc;
        uint8_t location, index, times;
    } again[MODEL_AGAINS]; /* what loads have read since its last store */
    unsigned agains;
    const uint8_t *hindered; /* what it waits for by MODEL_GRACE: a set of threads */
    bool in_vain;            /* and it need not have waited */
    bool timed;              /* it sleeps no longer than a time */
    unsigned timeouts;       /* how often that was over */
    uint64_t now;            /* its clock, in nanoseconds */
    const void *held[MODEL_HELD];
    unsigned locks;
    const void *cond;
    const void *value[MODEL_KEYS];
} model_thread;

typedef enum model_end { MODEL_COMPLETE, MODEL_REDUNDANT, MODEL_FAULT, MODEL_AGAIN } model_end;

/* One execution. Reset by machine.c before each. */
typedef struct model_state {
    const model_program *program;
    uint32_t run, search;
    bool busy;       /* a program is being played */
    bool alone;      /* one thread after the other: before and after the play */
    bool starting;   /* each thread runs to its first visible step */
    bool over;       /* the play itself has been left: finish */
    bool one_bucket; /* all threads' identities are in one */
    unsigned threads, current;
    model_thread thread[MODEL_THREADS];
    model_fiber main;
    model_end end;
    uint64_t quiet;    /* accesses since the last visible step */
    unsigned failures; /* of allocations that may still come */

    unsigned locations, messages;
    model_location location[MODEL_LOCATIONS];
    model_message message[MODEL_POOL];
    model_view sc; /* the oldest store that seq_cst may still read */
    unsigned locks;
    model_granule *lock[MODEL_LOCKS]; /* those that have been given back: their views */

    unsigned events;
    model_event event[MODEL_EVENTS];
    uint16_t last_fence, last_sc[MODEL_THREADS];
    uint16_t last_barrier, last_of[MODEL_THREADS];

    unsigned blocks;
    model_block block[MODEL_BLOCKS];

    unsigned keys;
    void (*at_exit[MODEL_KEYS])(void *value);
    char said[64];
} model_state;

extern model_state model;

/* How to search. */
typedef enum model_mode { MODEL_EXHAUSTIVE, MODEL_BOUNDED, MODEL_RANDOM, MODEL_REPLAY } model_mode;

typedef struct model_setup {
    model_mode mode;
    bool plain_dfs;       /* no reduction at all: what the reduction is compared with */
    bool strong;          /* sequential consistency: every read sees the newest store */
    bool as_found;        /* do not look for a smaller execution */
    bool trace;           /* keep what happens, for print */
    unsigned preemptions; /* of a bounded search */
    unsigned depth;       /* of a random one: changes of priority */
    uint64_t seed;
    int suspended;           /* this thread stops for ever, -1: none does, */
    unsigned suspended_step; /* before its step of this number */
    uint64_t executions;     /* at most; 0: all */
    double seconds;          /* at most; 0: no limit */
} model_setup;

extern model_setup model_config;

static inline model_thread *model_self(void)
{
    return &model.thread[model.current];
}

/* ------------------------------------------------------------------------------ machine.c */

/* Plays the program once, by the decisions of search.c. */
void model_play(void);

/* To be called once, with the process's only thread. */
void model_machine_init(void);

/* The current thread is about to do this: returns when it is its turn, as far as others can tell. */
void model_step(const model_op *op);

/* Leaves the execution: a fault was found, or it is not to be gone on with. Does not return on a fiber. */
void model_leave(model_end end);

/* ------------------------------------------------------------------------------- search.c */

extern model_node model_nodes[MODEL_NODES];

/* Which thread goes on: its event is recorded. MODEL_THREADS: the execution is over, as model.end says. */
unsigned model_next_thread(void);

/* One of `count` outcomes of the current step. */
unsigned model_pick(unsigned count);

/* ------------------------------------------------------------------------------- reduce.c */

void model_reduce_reset(void);

/* The pending step of a thread conflicts with earlier events: those may have to be reversed. */
void model_reduce_races(unsigned thread);

/* The pending step of a thread becomes the next event. */
void model_reduce_record(unsigned thread, unsigned node);

/* The current event has read what another event wrote. */
void model_reduce_reads_from(const model_message *message);

/* True if the step that sleeps has nothing new to show behind the other: it has been tried before it. */
bool model_stays_asleep(const model_op *asleep, const model_op *op);

/* -------------------------------------------------------------------------------- cells.c */

/* Memory of the program, at fixed addresses. */
extern uintptr_t model_arena;
enum {
    MODEL_HEAP = 1 << 17, /* of each thread */
    MODEL_STACK = 1 << 16,
    MODEL_ARENA = MODEL_THREADS * (MODEL_HEAP + MODEL_STACK)
};

void model_cells_init(void);

/* The granule of an address; NULL: nobody keeps books of it. Ready for this execution. */
model_granule *model_granule_of(uintptr_t address);

/* A plain access. */
void model_plain(uintptr_t address, size_t size, bool write, uintptr_t pc);

/* Of an atomic access or lock, in that order: the memory is there; races; must others see it as a step? */
model_granule *model_check_memory(uintptr_t address, size_t size, const char *what, uintptr_t pc);
model_cell *model_check_atomic(model_granule *g, uintptr_t address, unsigned size, bool write,
                               uintptr_t pc);
bool model_is_visible(model_granule *g, bool write);

/* What this search has learned of an address; and the same for another process to go on from. */
typedef struct model_learned {
    uintptr_t address;
    uint8_t starts, threads;
    bool written;
} model_learned;
void model_each_learned(void (*call)(const model_learned *learned, void *argument), void *argument);
bool model_learn(const model_learned *learned);

/* From now on they must: somebody waits for it to change. */
void model_make_visible(model_granule *g);

/* Freeing is a write to all of it. */
void model_check_free(const model_block *block, uintptr_t pc);

/* Global memory is about to be written: remember what was there. */
void model_remember(uintptr_t address, size_t size);
void model_restore(void);

/* Whether a global variable of the library points into a block. */
bool model_global_holds(uintptr_t block, size_t size);

/* -------------------------------------------------------------------------------- heap.c */

void model_heap_reset(void);
void model_check_leaks(void);
model_block *model_block_at(uintptr_t address);

#endif
