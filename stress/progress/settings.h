/*
 * settings.h: the states that a count can be in when an operation is measured, and who the subject is to it.
 */
#ifndef STRESS_PROGRESS_SETTINGS_H
#define STRESS_PROGRESS_SETTINGS_H

#include "stress/progress/inside.h"
#include "stress/progress/world.h"

/* What an operation is measured for; a setting is for one or more of them. */
enum {
    FOR_COUNTING = 1 << 0, /* of a live object or counter */
    FOR_THE_END = 1 << 1,  /* the subject has the last reference */
    FOR_FOUND_END = 1 << 2,
    FOR_POOR = 1 << 3,
    FOR_WEAK = 1 << 4,
    FOR_ENDING_UPGRADE = 1 << 5,
    FOR_OTHERS = 1 << 6, /* nothing of the subject's is asked for */
    FOR_BARE = 1 << 7,
    FOR_INITIALISED = 1 << 8,
    FOR_ATTACH = 1 << 9,
    FOR_DETACH = 1 << 10,
    FOR_ASKED = 1 << 11,
    FOR_REGION = 1 << 12,
    FOR_REGION_END = 1 << 13
};

typedef enum progress_where {
    EVERYWHERE,
    WITHOUT_OWNERS,
    WITH_OWNERS, /* backends where a thread owns counts, which others merge */
    IN_BIASED,
    WITH_THREADS /* where threads may share objects */
} progress_where;

typedef struct progress_setting {
    const char *name;
    unsigned purpose;
    progress_where where;
    void (*arrange)(progress_world *w);
    progress_state state; /* of the count then, in `biased` */
    /* What others do, once, when the subject comes by that point while nobody stands. */
    const char *intrude_at;
    void (*intrude)(progress_world *w);
} progress_setting;

extern const progress_setting progress_settings[]; /* ends with name NULL */

/* True if the backend can be in that setting. */
bool progress_applies(const progress_setting *s, const rc_backend_info *info);

/* Arranges it; a state that is not the one expected is an error of the test. */
void progress_arrange(const progress_setting *s, progress_world *w);

/* A blocked subject waits for the owner's safepoint, not for one that stands. */
void progress_poll_owner(void *world);

#endif
