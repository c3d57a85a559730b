/*
 * atomic.h: the atomic operations of C11 on the memory under test.
 */
#ifndef STRESS_MODEL_ATOMIC_H
#define STRESS_MODEL_ATOMIC_H

#include <stdbool.h>
#include <stdint.h>

typedef enum model_change {
    MODEL_ADD,
    MODEL_SUB,
    MODEL_AND,
    MODEL_OR,
    MODEL_XOR,
    MODEL_NAND,
    MODEL_SET
} model_change;

/* The operations of C11, on `size` bytes. */
uint64_t model_atomic_load(uintptr_t address, unsigned size, unsigned order, uintptr_t pc);
void model_atomic_store(uintptr_t address, unsigned size, uint64_t value, unsigned order,
                        uintptr_t pc);
uint64_t model_atomic_change(uintptr_t address, unsigned size, model_change change,
                             uint64_t operand, unsigned order, uintptr_t pc);
typedef struct model_exchange {
    uint64_t expected, desired;
    unsigned order, failure_order;
    bool weak;
} model_exchange;
bool model_atomic_exchange(uintptr_t address, unsigned size, model_exchange *exchange,
                           uintptr_t pc);
void model_atomic_fence(unsigned order, uintptr_t pc);

#endif
