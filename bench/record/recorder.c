/*
 * recorder.c: what every recorder shares: the lock, the model of the counts, the file.
 */
#include "bench/record/recorder.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/record/table.h"
#include "bench/trace/writer.h"

/* Everything below is protected by lock. */
static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static rc_trace_writer *writer; /* made by the first event */
static rc_record_table live;
static uint32_t threads;
static uint64_t resynchronised;
static bool gave_up;
static bool forked; /* this process is a child that inherited somebody else's recording */

/* 1 + the number of this thread in the trace; 0 before its first event. */
static _Thread_local uint32_t self;

/* A child must not find the lock held by a thread that does not exist in it. */
static void before_fork(void)
{
    pthread_mutex_lock(&lock);
}

static void after_fork_in_parent(void)
{
    pthread_mutex_unlock(&lock);
}

static void after_fork_in_child(void)
{
    lock = (pthread_mutex_t)PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
    forked = true;
}

__attribute__((constructor)) static void watch_forks(void)
{
    pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
}

void rc_record_enter(void)
{
    pthread_mutex_lock(&lock);
}

void rc_record_leave(void)
{
    pthread_mutex_unlock(&lock);
}

void rc_record_give_up(const char *why)
{
    if (!gave_up && !forked)
        fprintf(stderr, "rc-record: no trace is written: %s\n", why);
    gave_up = true;
}

/* False if nothing is to be recorded (any more). */
static bool ready(void)
{
    if (gave_up || forked)
        return false;
    if (!writer && !(writer = rc_trace_writer_new())) {
        rc_record_give_up(strerror(ENOMEM));
        return false;
    }
    return true;
}

/* The calling thread, about to have an event written. */
static uint32_t thread(void)
{
    if (self == 0)
        self = ++threads;
    return self - 1;
}

static void create(const void *object)
{
    rc_record_entry *entry = rc_record_insert(&live, object);
    if (!entry) {
        rc_record_give_up(strerror(ENOMEM));
        return;
    }
    entry->object = rc_trace_write_create(writer, thread());
    entry->count = 1;
}

static void retain(rc_record_entry *entry)
{
    rc_trace_write(writer, RC_TRACE_RETAIN, thread(), entry->object);
    entry->count++;
}

static void release(rc_record_entry *entry)
{
    bool last = --entry->count == 0;
    rc_trace_write(writer, last ? RC_TRACE_DESTROY : RC_TRACE_RELEASE, thread(), entry->object);
    if (last)
        rc_record_remove(&live, entry);
}

static uint64_t model(const void *object)
{
    const rc_record_entry *entry = rc_record_find(&live, object);
    return entry ? entry->count : 0;
}

void rc_record_sync(const void *object, uint64_t count)
{
    while (ready() && model(object) != count) {
        rc_record_entry *entry = rc_record_find(&live, object);
        if (!entry)
            create(object);
        else if (entry->count < count)
            retain(entry);
        else
            release(entry);
        resynchronised++;
    }
}

void rc_record_create(const void *object)
{
    rc_record_sync(object, 0);
    if (ready())
        create(object);
}

void rc_record_gain(const void *object, uint64_t count)
{
    if (!ready())
        return;
    rc_record_entry *entry = rc_record_find(&live, object);
    if (!entry)
        create(object);
    else if (entry->count < count)
        retain(entry);
}

void rc_record_release(const void *object)
{
    if (!ready())
        return;
    rc_record_entry *entry = rc_record_find(&live, object);
    if (entry)
        release(entry);
}

__attribute__((destructor)) static void save(void)
{
    const char *path = getenv("RC_TRACE_FILE");
    rc_record_enter();
    if (writer && !gave_up && !forked) {
        if (!path || !*path)
            rc_record_give_up("RC_TRACE_FILE is not set");
        else if (!rc_trace_writer_save(writer, path))
            fprintf(stderr, "rc-record: %s cannot be written: %s\n", path, strerror(errno));
        else if (getenv("RC_TRACE_VERBOSE"))
            fprintf(stderr,
                    "rc-record: %s: %" PRIu64 " events, %" PRIu32
                    " threads, resynchronised: %" PRIu64 "\n",
                    path, rc_trace_writer_events(writer), threads, resynchronised);
    }
    gave_up = true; /* threads that outlive main may still call */
    rc_record_leave();
}
