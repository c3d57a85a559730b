/*
 * placed.h: threads whose identities a test chooses, by stacks of its own.
 *
 * A thread's token is made from bits 6 to 37 of its thread pointer, and that lies at a fixed distance below
 * the end of the stack. So a stack in the right place gives a thread any token: one that another thread has
 * too, 256 GiB away; one of the same bucket in the registry; or zero.
 */
#include "stress/biased/object_actions.h"

#include <sys/mman.h>

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

enum { PLACED_STACK = 4 << 20, PLACED_PAGE = 4096 };

#define PLACED_FAR ((uintptr_t)1 << 38)

/* What lies between the end of a stack and the thread pointer. Ends are multiples of 64, so that it is always the same. */
static uintptr_t placed_distance;

static void placed_where_am_i(void *arg)
{
    *(uintptr_t *)arg = (uintptr_t)rc_platform_thread_identity();
}

/* Memory for a stack whose thread pointer is `pointer`, from `*low` on; false where something else lies. */
static bool placed_map(uintptr_t pointer, void **low, size_t *size)
{
    uintptr_t end = pointer + placed_distance;
    uintptr_t from = (end - PLACED_STACK) / PLACED_PAGE * PLACED_PAGE;
    size_t length = (end + PLACED_PAGE - 1) / PLACED_PAGE * PLACED_PAGE - from;
    void *got = mmap((void *)from, length, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (got == MAP_FAILED)
        return false;
    if ((uintptr_t)got != from) { /* a kernel or a tool that takes the address for a hint */
        munmap(got, length);
        return false;
    }
    *low = (void *)from;
    *size = end - from;
    return true;
}

/* Once, before the other functions. */
static void placed_begin(void)
{
    uintptr_t pointer = 0;
    char *block =
        mmap(NULL, PLACED_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED)
        abort();
    stress_join(stress_thread_on(placed_where_am_i, &pointer, block, PLACED_STACK));
    placed_distance = (uintptr_t)block + PLACED_STACK - pointer;
}

/* A stack, and where the thread pointer of its thread will be. */
typedef struct placed {
    uintptr_t pointer;
    void *low;
    size_t size;
} placed;

static bool placed_at(placed *place, uintptr_t pointer)
{
    place->pointer = pointer;
    return placed_map(pointer, &place->low, &place->size);
}

static uint64_t placed_token(const placed *place)
{
    return (uint64_t)(place->pointer >> 6) << 32;
}
