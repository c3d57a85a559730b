/*
 * names.h: gives the collector's own external names the backend's prefix, as refcount/names.h does.
 */
#ifndef RC_GC_CYCLES_NAMES_H
#define RC_GC_CYCLES_NAMES_H

#include "refcount/names.h"

#define rc_trial_add RC_NAME(trial_add_)
#define rc_trial_judge RC_NAME(trial_judge_)
#define rc_trial_sift RC_NAME(trial_sift_)
#define rc_found_add RC_NAME(found_add_)
#define rc_found_sub RC_NAME(found_sub_)
#define rc_found_take RC_NAME(found_take_)
#define rc_found RC_NAME(found_)
#define rc_isolate RC_NAME(isolate_)
#define rc_verify RC_NAME(verify_)
#define rc_gc_state RC_NAME(gc_state_)
#define rc_gc_emit RC_NAME(gc_emit_)
#define rc_gc_emit_phase RC_NAME(gc_emit_phase_)
#define rc_gc_emit_problems RC_NAME(gc_emit_problems_)
#define rc_gc_emit_garbage RC_NAME(gc_emit_garbage_)
#define rc_gc_run RC_NAME(gc_run_)
#define rc_gc_shuffle RC_NAME(gc_shuffle_)
#define rc_pace_apply RC_NAME(pace_apply_)
#define rc_pace_reset RC_NAME(pace_reset_)
#define rc_pace_due RC_NAME(pace_due_)
#define rc_pace_wants_full RC_NAME(pace_wants_full_)
#define rc_pace_learn RC_NAME(pace_learn_)
#define rc_pace_outstanding RC_NAME(pace_outstanding_)

#endif
