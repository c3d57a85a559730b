/*
 * fiber_x86_64.c: a switch between fibers: the registers that a call preserves, and the stack pointer.
 *
 * The control words of the floating-point units are left alone: nobody here changes them.
 */
#include "stress/model/fiber.h"

#include <stdint.h>

__asm__(".text\n"
        ".globl model_fiber_switch\n"
        ".type model_fiber_switch, @function\n"
        "model_fiber_switch:\n"
        "    pushq %rbp\n"
        "    pushq %rbx\n"
        "    pushq %r12\n"
        "    pushq %r13\n"
        "    pushq %r14\n"
        "    pushq %r15\n"
        "    movq %rsp, (%rdi)\n"
        "    movq (%rsi), %rsp\n"
        "    popq %r15\n"
        "    popq %r14\n"
        "    popq %r13\n"
        "    popq %r12\n"
        "    popq %rbx\n"
        "    popq %rbp\n"
        "    ret\n"
        ".size model_fiber_switch, . - model_fiber_switch\n");

void model_fiber_make(model_fiber *fiber, void *stack, size_t size, void (*main)(void))
{
    enum { SAVED = 6 };
    uintptr_t top = ((uintptr_t)stack + size) & ~(uintptr_t)15;
    void **frame =
        (void **)top - 2; /* a call leaves the stack 8 bytes off 16: the return address */
    frame[1] = NULL;
    frame[0] = (void *)(uintptr_t)main;
    frame -= SAVED;
    for (int i = 0; i < SAVED; i++)
        frame[i] = NULL;
    fiber->state = frame;
}
