/*
 * tsan.c: the entry points that -fsanitize=thread calls, by gcc and by clang, in place of libtsan's.
 */
#include "stress/model/atomic.h"
#include "stress/model/machine.h"
#include "stress/model/seam_functions.h"

#include <string.h>

#define HERE ((uintptr_t)__builtin_return_address(0))

void __tsan_init(void);
void __tsan_func_entry(void *caller);
void __tsan_func_exit(void);
void __tsan_vptr_update(void **at, void *value);
void __tsan_vptr_read(void **at);
void __tsan_read_range(void *at, size_t size);
void __tsan_write_range(void *at, size_t size);
void *__tsan_memset(void *to, int byte, size_t size);
void *__tsan_memcpy(void *to, const void *from, size_t size);
void *__tsan_memmove(void *to, const void *from, size_t size);
void __tsan_atomic_thread_fence(int order);
void __tsan_atomic_signal_fence(int order);
void __tsan_acquire(void *at);
void __tsan_release(void *at);

void __tsan_init(void)
{
}

void __tsan_func_entry(void *caller)
{
    (void)caller;
}

void __tsan_func_exit(void)
{
}

#define PLAIN(name, size, write)                                                                   \
    void __tsan_##name(void *at);                                                                  \
    void __tsan_##name(void *at)                                                                   \
    {                                                                                              \
        model_plain((uintptr_t)at, size, write, HERE);                                             \
    }
#define PLAIN_OF(size)                                                                             \
    PLAIN(read##size, size, false)                                                                 \
    PLAIN(write##size, size, true)                                                                 \
    PLAIN(unaligned_read##size, size, false)                                                       \
    PLAIN(unaligned_write##size, size, true)                                                       \
    PLAIN(volatile_read##size, size, false)                                                        \
    PLAIN(volatile_write##size, size, true)
PLAIN_OF(1)
PLAIN_OF(2)
PLAIN_OF(4)
PLAIN_OF(8)
PLAIN_OF(16)

void __tsan_read_range(void *at, size_t size)
{
    model_plain((uintptr_t)at, size, false, HERE);
}

void __tsan_write_range(void *at, size_t size)
{
    model_plain((uintptr_t)at, size, true, HERE);
}

static void *copy(void *to, const void *from, size_t size, uintptr_t pc)
{
    if (size > 0) {
        model_plain((uintptr_t)from, size, false, pc);
        model_plain((uintptr_t)to, size, true, pc);
    }
    return memmove(to, from, size);
}

static void *set(void *to, int byte, size_t size, uintptr_t pc)
{
    if (size > 0)
        model_plain((uintptr_t)to, size, true, pc);
    return memset(to, byte, size);
}

void *__tsan_memset(void *to, int byte, size_t size)
{
    return set(to, byte, size, HERE);
}

void *__tsan_memcpy(void *to, const void *from, size_t size)
{
    return copy(to, from, size, HERE);
}

void *__tsan_memmove(void *to, const void *from, size_t size)
{
    return copy(to, from, size, HERE);
}

void *model_memset(void *to, int byte, size_t size)
{
    return set(to, byte, size, HERE);
}

void *model_memcpy(void *to, const void *from, size_t size)
{
    return copy(to, from, size, HERE);
}

void *model_memmove(void *to, const void *from, size_t size)
{
    return copy(to, from, size, HERE);
}

#define CHANGE(bits, name, change)                                                                 \
    uint##bits##_t __tsan_atomic##bits##_##name(volatile uint##bits##_t *at, uint##bits##_t value, \
                                                int order);                                        \
    uint##bits##_t __tsan_atomic##bits##_##name(volatile uint##bits##_t *at, uint##bits##_t value, \
                                                int order)                                         \
    {                                                                                              \
        return (uint##bits##_t)model_atomic_change((uintptr_t)at, bits / 8, change, value,         \
                                                   (unsigned)order, HERE);                         \
    }

#define EXCHANGE(bits, form, is_weak)                                                              \
    int __tsan_atomic##bits##_compare_exchange_##form(                                             \
        volatile uint##bits##_t *at, uint##bits##_t *expected, uint##bits##_t desired, int order,  \
        int failure_order);                                                                        \
    int __tsan_atomic##bits##_compare_exchange_##form(                                             \
        volatile uint##bits##_t *at, uint##bits##_t *expected, uint##bits##_t desired, int order,  \
        int failure_order)                                                                         \
    {                                                                                              \
        model_exchange x = {*expected, desired, (unsigned)order, (unsigned)failure_order,          \
                            is_weak};                                                              \
        bool success = model_atomic_exchange((uintptr_t)at, bits / 8, &x, HERE);                   \
        if (!success)                                                                              \
            *expected = (uint##bits##_t)x.expected;                                                \
        return success;                                                                            \
    }

#define ATOMIC(bits)                                                                               \
    uint##bits##_t __tsan_atomic##bits##_load(const volatile uint##bits##_t *at, int order);       \
    uint##bits##_t __tsan_atomic##bits##_load(const volatile uint##bits##_t *at, int order)        \
    {                                                                                              \
        return (uint##bits##_t)model_atomic_load((uintptr_t)at, bits / 8, (unsigned)order, HERE);  \
    }                                                                                              \
    void __tsan_atomic##bits##_store(volatile uint##bits##_t *at, uint##bits##_t value,            \
                                     int order);                                                   \
    void __tsan_atomic##bits##_store(volatile uint##bits##_t *at, uint##bits##_t value, int order) \
    {                                                                                              \
        model_atomic_store((uintptr_t)at, bits / 8, value, (unsigned)order, HERE);                 \
    }                                                                                              \
    CHANGE(bits, exchange, MODEL_SET)                                                              \
    CHANGE(bits, fetch_add, MODEL_ADD)                                                             \
    CHANGE(bits, fetch_sub, MODEL_SUB)                                                             \
    CHANGE(bits, fetch_and, MODEL_AND)                                                             \
    CHANGE(bits, fetch_or, MODEL_OR)                                                               \
    CHANGE(bits, fetch_xor, MODEL_XOR)                                                             \
    CHANGE(bits, fetch_nand, MODEL_NAND)                                                           \
    EXCHANGE(bits, strong, false)                                                                  \
    EXCHANGE(bits, weak, true)                                                                     \
    uint##bits##_t __tsan_atomic##bits##_compare_exchange_val(                                     \
        volatile uint##bits##_t *at, uint##bits##_t expected, uint##bits##_t desired, int order,   \
        int failure_order);                                                                        \
    uint##bits##_t __tsan_atomic##bits##_compare_exchange_val(                                     \
        volatile uint##bits##_t *at, uint##bits##_t expected, uint##bits##_t desired, int order,   \
        int failure_order)                                                                         \
    {                                                                                              \
        model_exchange x = {expected, desired, (unsigned)order, (unsigned)failure_order, false};   \
        return model_atomic_exchange((uintptr_t)at, bits / 8, &x, HERE)                            \
                   ? expected                                                                      \
                   : (uint##bits##_t)x.expected;                                                   \
    }
ATOMIC(8)
ATOMIC(16)
ATOMIC(32)
ATOMIC(64)

void __tsan_atomic_thread_fence(int order)
{
    model_atomic_fence((unsigned)order, HERE);
}

void __tsan_atomic_signal_fence(int order)
{
    (void)order;
}

/*
 * Orders that ThreadSanitizer is told of because it cannot see them: they belong to libraries that no program here is
 * linked with. What the checker explores it sees itself, and to take such a word for an order could only hide a race.
 */
void __tsan_acquire(void *at)
{
    (void)at;
}

void __tsan_release(void *at)
{
    (void)at;
}
