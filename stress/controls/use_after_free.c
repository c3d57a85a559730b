/*
 * use_after_free.c: what AddressSanitizer and Valgrind must report: a look at an object after its end.
 */
#define RC_BACKEND plain
#include "refcount/refcount.h"

#include <stdio.h>

static const rc_type type = {.name = "gone", .size = 64};

int main(void)
{
    char *object = rc_new(&type);
    rc_release(object);
    printf("%d\n", *(volatile char *)object);
    return 0;
}
