/*
 * leak.c: what LeakSanitizer and Valgrind must report: a reference that is never released.
 */
#define RC_BACKEND plain
#include "refcount/refcount.h"

static const rc_type type = {.name = "lost", .size = 64};

int main(void)
{
    void *volatile object = rc_new(&type);
    rc_retain(object);
    rc_release(object);
    object = NULL;
    return object != NULL;
}
