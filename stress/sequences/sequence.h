/*
 * sequence.h: a sequence of operations, and its text.
 *
 *   # two threads, one object
 *   T1 new a leaf
 *   T1 give a T2
 *   T2 release a
 *
 * Up to four threads do one operation at a time, on up to eight objects with up to eight weak references.
 * A thread is attached when it first appears, and again when it appears after its exit, as a new thread.
 * At the end everything is put in order by itself: regions end, references are given back, threads leave.
 *
 * References belong to threads: `give` hands one over, and is no call of the library. A name may be used
 * again for a new object once the old one is destroyed.
 */
#ifndef STRESS_SEQUENCES_SEQUENCE_H
#define STRESS_SEQUENCES_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STRESS_SEQ_THREADS = 4,
    STRESS_SEQ_OBJECTS = 8,
    STRESS_SEQ_WEAKS = 8,
    STRESS_SEQ_MOST = 256,   /* operations */
    STRESS_SEQ_MANY = 33000, /* references at once: more than 15 bits count */
    STRESS_SEQ_TEXT = 8192,  /* bytes that hold any sequence's text */
};

/*
 * X(name, word, operands), an operand a letter:
 *
 *   o  an object, a to h      c  another object      T  a thread, T1 to T4
 *   w  a weak reference, w1 to w8                    t  a type
 *
 *   new               one reference, this thread's
 *   retain_many       STRESS_SEQ_MANY references
 *   release_all       all that this thread has
 *   link, unlink      moves this thread's reference to c into the node o, and back
 *   weak_new          o gets a weak reference w
 *   exit              the thread ends without a word, whatever its state
 */
#define STRESS_SEQ_KINDS(X)                                                                        \
    X(NEW, "new", "ot")                                                                            \
    X(RETAIN, "retain", "o")                                                                       \
    X(RELEASE, "release", "o")                                                                     \
    X(RETAIN_MANY, "retain_many", "o")                                                             \
    X(RELEASE_ALL, "release_all", "o")                                                             \
    X(GIVE, "give", "oT")                                                                          \
    X(TRY_RETAIN, "try_retain", "o")                                                               \
    X(ENABLE, "enable_try_retain", "o")                                                            \
    X(IS_UNIQUE, "is_unique", "o")                                                                 \
    X(COUNT, "count", "o")                                                                         \
    X(TYPE_OF, "type_of", "o")                                                                     \
    X(IMMORTAL, "make_immortal", "o")                                                              \
    X(LINK, "link", "oc")                                                                          \
    X(UNLINK, "unlink", "oc")                                                                      \
    X(WEAK_NEW, "weak_new", "wo")                                                                  \
    X(UPGRADE, "upgrade", "w")                                                                     \
    X(WEAK_FREE, "weak_free", "w")                                                                 \
    X(ATTACH, "attach", "")                                                                        \
    X(DETACH, "detach", "")                                                                        \
    X(POLL, "poll", "")                                                                            \
    X(BLOCK_BEGIN, "block_begin", "")                                                              \
    X(BLOCK_END, "block_end", "")                                                                  \
    X(EXIT, "exit", "")

/*
 * X(name, word).
 *
 *   leaf        a type without functions         finalized   a node whose finalizer does nothing
 *   node        may own two other objects        phoenix     a node whose finalizer takes a reference,
 *   sized       has a size of its own                        which is the running thread's
 *   counter     an embedded counter: no object, and its memory stays readable
 */
#define STRESS_SEQ_TYPES(X)                                                                        \
    X(LEAF, "leaf")                                                                                \
    X(NODE, "node")                                                                                \
    X(FINALIZED, "finalized")                                                                      \
    X(PHOENIX, "phoenix")                                                                          \
    X(SIZED, "sized")                                                                              \
    X(COUNTER, "counter")

#define STRESS_SEQ_ENUM_KIND(name, word, operands) STRESS_SEQ_##name,
#define STRESS_SEQ_ENUM_TYPE(name, word) STRESS_SEQ_##name,
typedef enum stress_seq_kind {
    STRESS_SEQ_KINDS(STRESS_SEQ_ENUM_KIND) STRESS_SEQ_KIND_COUNT
} stress_seq_kind;
typedef enum stress_seq_type {
    STRESS_SEQ_TYPES(STRESS_SEQ_ENUM_TYPE) STRESS_SEQ_TYPE_COUNT
} stress_seq_type;

typedef struct stress_seq_op {
    uint8_t kind, thread;
    uint8_t object; /* operand o */
    uint8_t other;  /* the other operand */
} stress_seq_op;

typedef struct stress_seq {
    size_t length;
    stress_seq_op op[STRESS_SEQ_MOST];
} stress_seq;

/* The letters above, and how many values the operand may have. */
const char *stress_seq_operands(stress_seq_kind kind);
unsigned stress_seq_operand_values(char operand);

bool stress_seq_has_object(stress_seq_kind kind);

/* False, and one line without a newline in `error`, which begins with the number of the line at fault. */
bool stress_seq_parse(stress_seq *s, const char *text, char *error, size_t size);

/* One operation without a newline. */
void stress_seq_print_op(stress_seq_op op, char *text, size_t size);

/* One operation a line; STRESS_SEQ_TEXT bytes are enough. Returns the length. */
size_t stress_seq_print(const stress_seq *s, char *text, size_t size);

#endif
