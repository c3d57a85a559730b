/*
 * plain_race.c: what ThreadSanitizer must report: two threads count references with `plain`.
 */
#define RC_BACKEND plain
#include "refcount/refcount.h"
#include "stress/support/threads.h"

static const rc_type type = {.name = "shared", .size = 8};

static void count(void *object, unsigned index)
{
    (void)index;
    for (int i = 0; i < 1000; i++) {
        rc_retain(object);
        rc_release(object);
    }
}

int main(void)
{
    void *object = rc_new(&type);
    rc_make_immortal(object); /* a lost count must not crash before the report */
    stress_threads(2, count, object);
    return 0;
}
