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
#define rc_gc_run_sliced RC_NAME(gc_run_sliced_)
#define rc_round_begin RC_NAME(round_begin_)
#define rc_round_stop RC_NAME(round_stop_)
#define rc_round_start RC_NAME(round_start_)
#define rc_round_next_live RC_NAME(round_next_live_)
#define rc_round_judge RC_NAME(round_judge_)
#define rc_round_detach RC_NAME(round_detach_)
#define rc_round_judged RC_NAME(round_judged_)
#define rc_round_end RC_NAME(round_end_)
#define rc_round_collect RC_NAME(round_collect_)
#define rc_slices_state RC_NAME(slices_state_)
#define rc_slices_collect RC_NAME(slices_collect_)
#define rc_slices_abandon RC_NAME(slices_abandon_)
#define rc_slices_stop RC_NAME(slices_stop_)
#define rc_slices_start RC_NAME(slices_start_)
#define rc_slices_prove RC_NAME(slices_prove_)
#define rc_gc_shuffle RC_NAME(gc_shuffle_)
#define rc_pace_apply RC_NAME(pace_apply_)
#define rc_pace_reset RC_NAME(pace_reset_)
#define rc_pace_due RC_NAME(pace_due_)
#define rc_pace_wants_full RC_NAME(pace_wants_full_)
#define rc_pace_learn RC_NAME(pace_learn_)
#define rc_pace_outstanding RC_NAME(pace_outstanding_)

#endif
