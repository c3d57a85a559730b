/*
 * tasks_all.c: the tasks of all backends.
 */
#include "bench/claims/tasks.h"

#include "refcount/counters/list.h"

#define DECLARE(backend)                                                                           \
    extern const claims_tasks rc_##backend##_claims_tasks;                                         \
    extern const claims_herds rc_##backend##_claims_herds;
RC_BACKENDS(DECLARE)

static const struct {
    const claims_tasks *tasks;
    const claims_herds *herds;
} all[] = {
#define ENTRY(backend) {&rc_##backend##_claims_tasks, &rc_##backend##_claims_herds},
    RC_BACKENDS(ENTRY){NULL, NULL}};

const claims_tasks *claims_tasks_at(unsigned index)
{
    return all[index].tasks;
}

const claims_herds *claims_herds_at(unsigned index)
{
    return all[index].herds;
}
