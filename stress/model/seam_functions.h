/*
 * seam_functions.h: what stands in for functions of the C library and of POSIX threads under the model.
 *
 * The same contracts, but that each acts on the model's threads, and that misuse is a fault.
 */
#ifndef STRESS_MODEL_SEAM_FUNCTIONS_H
#define STRESS_MODEL_SEAM_FUNCTIONS_H

#include <pthread.h>
#include <stddef.h>
#include <time.h>

void *model_malloc(size_t size);
void *model_calloc(size_t count, size_t size);
void *model_aligned_alloc(size_t alignment, size_t size);
void model_free(void *block);

void *model_memset(void *to, int byte, size_t size);
void *model_memcpy(void *to, const void *from, size_t size);
void *model_memmove(void *to, const void *from, size_t size);

int model_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes);
int model_mutex_destroy(pthread_mutex_t *mutex);
int model_mutex_lock(pthread_mutex_t *mutex);
int model_mutex_trylock(pthread_mutex_t *mutex);
int model_mutex_unlock(pthread_mutex_t *mutex);

int model_cond_init(pthread_cond_t *cond, const pthread_condattr_t *attributes);
int model_cond_destroy(pthread_cond_t *cond);
int model_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex);
int model_cond_signal(pthread_cond_t *cond);
int model_cond_broadcast(pthread_cond_t *cond);

int model_key_create(pthread_key_t *key, void (*at_exit)(void *value));
int model_setspecific(pthread_key_t key, const void *value);
void *model_getspecific(pthread_key_t key);
int model_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void));

long model_syscall(long number, ...);
int model_clock_gettime(clockid_t clock, struct timespec *now);
int model_nanosleep(const struct timespec *span, struct timespec *rest);

void *model_thread_pointer(void);
int model_pause(void);
_Noreturn void model_abort(void);

#endif
