/*
 * counted.h: a counted object whose last release is written out, for controls that get its order wrong.
 *
 * Two threads each write to a field of their own and give their reference back; the last one reads both
 * fields and frees the object. Correct with acquire-release; with less, the read and the free race with
 * the other's write, although on x86 nothing ever goes wrong.
 */
#include "refcount/atomics.h"
#include "stress/support/threads.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct counted {
    _Atomic long references;
    long field[2];
} counted;

static void use_and_release(void *arg, unsigned index)
{
    counted *object = arg;
    object->field[index] = 1;
    if (RELEASE(&object->references) == 1) {
        printf("%ld\n", object->field[0] + object->field[1]);
        free(object);
    }
}

int main(void)
{
    counted *object = calloc(1, sizeof *object);
    if (object == NULL)
        abort();
    rc_store_relaxed(&object->references, 2); /* relaxed: nobody else sees it yet */
    stress_threads(2, use_and_release, object);
    return 0;
}
