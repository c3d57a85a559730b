/*
 * recorder.h: what every recorder shares: the lock, the model of the counts, the file.
 *
 * A recorder is a library that LD_PRELOAD puts in front of a program's own, and that wraps each
 * function that changes a count:
 *
 *     void lib_unref(lib_object *object)
 *     {
 *         rc_record_enter();
 *         rc_record_sync(object, count_of(object));    the truth before the call
 *         rc_record_release(object);
 *         real_lib_unref(object);
 *         rc_record_leave();
 *     }
 *
 * The lock. One recursive lock is held around each wrapped call, the real function included, so
 * that the recorded order is the order in which the counts truly changed. It is recursive because
 * a destructor may release other objects. A program that waits, inside a wrapped call, for another
 * thread that needs one would hang; wrap the outermost function that can wait.
 *
 * The model. The recorder keeps its own count for each address and writes events only as changes
 * of that count, so that every trace is consistent by itself: a trace cannot hold a retain of a
 * dead object, or a destruction that is not one. Where the program's own count differs, some
 * change was not seen (a call inside the library that does not go through its symbol table, an
 * object made before the recorder was there).  rc_record_sync then writes the missing events, as
 * done by the calling thread at that moment, and counts them.
 *
 * The file. Written at process exit to RC_TRACE_FILE, under a temporary name first. With
 * RC_TRACE_VERBOSE set, a line on stderr says how many events there are and how many of them are
 * resynchronisations. A forked child writes nothing.
 *
 * All functions but enter and leave are called with the lock held.
 */
#ifndef RC_BENCH_RECORD_RECORDER_H
#define RC_BENCH_RECORD_RECORDER_H

#include <stdint.h>

void rc_record_enter(void);
void rc_record_leave(void);

/* The program says that object has count references now: write what was missed, if anything. */
void rc_record_sync(const void *object, uint64_t count);

/*
 * The call that has just returned made a reference to object, which has count references now: a
 * creation if the object was dead or unknown, else a retain. Nothing is written if a nested call
 * has already accounted for it.
 */
void rc_record_gain(const void *object, uint64_t count);

/*
 * The call that has just returned has made object anew, with one reference. What the trace may still
 * have at this address has died where the recorder could not see it: that is written first, and counted
 * like other missed events. Only for a call inside which nothing else can have recorded the object.
 */
void rc_record_create(const void *object);

/* The call gives up one reference: a release, or a destruction if it is the last. */
void rc_record_release(const void *object);

/* Ends the recording for good, with one line on stderr: nothing will be written at exit. */
void rc_record_give_up(const char *why);

#endif
