/*
 * seam.h: what the library calls outside itself, turned over to the model checker.
 *
 * The compiler includes this file before each source under test (-include), so that the sources, the
 * platform seam among them, are compiled as they are. Memory accesses arrive by themselves, as the calls
 * that -fsanitize=thread inserts; this is the rest: what refcount/platform.h asks of the system.
 */
#ifndef STRESS_MODEL_SEAM_H
#define STRESS_MODEL_SEAM_H

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "stress/model/seam_functions.h"

#define malloc model_malloc
#define calloc model_calloc
#define aligned_alloc model_aligned_alloc
#define free model_free
#define memset model_memset
#define memcpy model_memcpy
#define memmove model_memmove
#define abort model_abort

#define pthread_mutex_init model_mutex_init
#define pthread_mutex_destroy model_mutex_destroy
#define pthread_mutex_lock model_mutex_lock
#define pthread_mutex_trylock model_mutex_trylock
#define pthread_mutex_unlock model_mutex_unlock
#define pthread_cond_init model_cond_init
#define pthread_cond_destroy model_cond_destroy
#define pthread_cond_wait model_cond_wait
#define pthread_cond_signal model_cond_signal
#define pthread_cond_broadcast model_cond_broadcast
#define pthread_key_create model_key_create
#define pthread_setspecific model_setspecific
#define pthread_getspecific model_getspecific
#define pthread_atfork model_atfork

#define sched_yield model_pause
#define nanosleep model_nanosleep
#define clock_gettime model_clock_gettime
#define syscall model_syscall
#define __builtin_thread_pointer() model_thread_pointer()
#define __builtin_ia32_pause() ((void)model_pause())

#endif
