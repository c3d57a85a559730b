/*
 * claims.h: what the library says of the progress of each public operation, and where it says so.
 */
#ifndef STRESS_PROGRESS_CLAIMS_H
#define STRESS_PROGRESS_CLAIMS_H

#include "stress/progress/settings.h"

typedef struct progress_claim {
    const char *operation;
    const char *source; /* of the claim */
    rc_progress (*claimed)(const rc_backend_info *info);
    progress_act act;
    unsigned purposes; /* the settings that it is measured in */
} progress_claim;

extern const progress_claim progress_claims[]; /* ends with operation NULL */

const char *progress_class_name(rc_progress progress);

#endif
