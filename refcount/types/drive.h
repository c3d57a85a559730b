/*
 * drive.h: resuming coroutines. Internal to types/.
 */
#ifndef RC_TYPES_DRIVE_H
#define RC_TYPES_DRIVE_H

#include "refcount/types/coroutine.h"

/* What a coroutine is resumed for. */
typedef enum rc_request {
    RC_ASK_SEND,  /* with a value or NULL */
    RC_ASK_THROW, /* with an error */
    RC_ASK_CLOSE
} rc_request;

/* The whole of it: claims the coroutine, runs it and its delegates, and says what came out. drive.c */
rc_outcome rc_coroutine_drive_(rc_coroutine *coroutine, rc_request request, void *in,
                               void **result);

/* The same when the caller has turned SUSPENDED into RUNNING. drive.c */
rc_outcome rc_coroutine_go_(rc_coroutine *coroutine, rc_request request, void *in, void **result);

/* Goes on where the quick way of rc_coroutine_send has ended: with what the body has said. drive.c */
rc_outcome rc_coroutine_said_(rc_coroutine *coroutine, rc_outcome outcome, void **result);

/* Makes a coroutine that has ended give up what it owns. coroutine.c */
void rc_coroutine_empty_(rc_coroutine *coroutine);

#endif
