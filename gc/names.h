/*
 * names.h: gives every external name of gc/ the prefix of a backend and a reclamation scheme.
 *
 * Like refcount/names.h: written once with the names that the documentation uses, compiled once for each
 * pair. For the backend `biased` and the scheme `epoch`, rc_reclaim_drain is the symbol
 * rc_biased_epoch_reclaim_drain, so that one program can hold all pairs.
 */
#ifndef RC_GC_NAMES_H
#define RC_GC_NAMES_H

#include "refcount/names.h"

#if RC_INLINE_BACKEND

/* The scheme whose read side costs least without a condition on the program. */
#ifndef RC_RECLAIM
#define RC_RECLAIM hazard_asym
#endif

#define RC_PAIR_PASTE_(backend, scheme, name) rc_##backend##_##scheme##_##name
#define RC_PAIR_PASTE(backend, scheme, name) RC_PAIR_PASTE_(backend, scheme, name)
#define RC_GC_NAME(name) RC_PAIR_PASTE(RC_BACKEND, RC_RECLAIM, name)

/* gc/reclaim.h */
#define rc_get_reclaim RC_GC_NAME(get_reclaim)
#define rc_guard_enter RC_GC_NAME(guard_enter)
#define rc_guard_exit RC_GC_NAME(guard_exit)
#define rc_guard_stop RC_GC_NAME(guard_stop)
#define rc_reclaim_info_ RC_GC_NAME(reclaim_info_)
#define rc_reclaim_self_ RC_GC_NAME(reclaim_self_)
#define rc_reclaim_full_ RC_GC_NAME(reclaim_full_)
#define rc_reclaim_release_some_ RC_GC_NAME(reclaim_release_some_)
#define rc_reclaim_misuse_ RC_GC_NAME(reclaim_misuse_)
#define rc_reclaim_drain RC_GC_NAME(reclaim_drain)
#define rc_reclaim_get_stats RC_GC_NAME(reclaim_get_stats)
#define rc_reclaim_reset_peak RC_GC_NAME(reclaim_reset_peak)
#define rc_reclaim_set_limit RC_GC_NAME(reclaim_set_limit)

/* gc/reclaim/: between the common part and a scheme */
#define rc_reclaim_own_ RC_GC_NAME(reclaim_own_)
#define rc_reclaim_records_ RC_GC_NAME(reclaim_records_)
#define rc_scheme_attach_ RC_GC_NAME(scheme_attach_)
#define rc_scheme_left_ RC_GC_NAME(scheme_left_)
#define rc_scheme_begins_ RC_GC_NAME(scheme_begins_)
#define rc_scheme_ends_ RC_GC_NAME(scheme_ends_)
#define rc_scheme_poll_ RC_GC_NAME(scheme_poll_)
#define rc_scheme_reading_ RC_GC_NAME(scheme_reading_)
#define rc_scheme_stamp_ RC_GC_NAME(scheme_stamp_)
#define rc_scheme_sift_ RC_GC_NAME(scheme_sift_)
#define rc_scheme_wait_ RC_GC_NAME(scheme_wait_)
#define rc_scheme_fork_prepare_ RC_GC_NAME(scheme_fork_prepare_)
#define rc_scheme_fork_parent_ RC_GC_NAME(scheme_fork_parent_)
#define rc_scheme_fork_child_ RC_GC_NAME(scheme_fork_child_)
#define rc_scheme_vanished_ RC_GC_NAME(scheme_vanished_)
#define rc_grace_stamp_ RC_GC_NAME(grace_stamp_)
#define rc_grace_try_ RC_GC_NAME(grace_try_)
#define rc_grace_passed_ RC_GC_NAME(grace_passed_)
#define rc_grace_wait_ RC_GC_NAME(grace_wait_)
#define rc_reclaim_wanted_ RC_GC_NAME(reclaim_wanted_)
#define rc_reclaim_pass_ RC_GC_NAME(reclaim_pass_)
#define rc_hazard_light_ RC_GC_NAME(hazard_light_)
#define rc_hazard_use_light_ RC_GC_NAME(hazard_use_light_)
#define rc_hazard_register_ RC_GC_NAME(hazard_register_)
#define rc_hazard_first_ RC_GC_NAME(hazard_first_)
#define rc_hazard_next_ RC_GC_NAME(hazard_next_)
#define rc_hazard_barrier_ RC_GC_NAME(hazard_barrier_)
#define rc_hazard_scan_batches_ RC_GC_NAME(hazard_scan_batches_)
#define rc_hazard_reset_ RC_GC_NAME(hazard_reset_)
#define rc_hazard_quick_open_ RC_GC_NAME(hazard_quick_open_)
#define rc_hazard_take_ RC_GC_NAME(hazard_take_)
#define rc_hazard_settle_ RC_GC_NAME(hazard_settle_)
#define rc_hazard_name_everything_ RC_GC_NAME(hazard_name_everything_)
#define rc_hazard_give_back_ RC_GC_NAME(hazard_give_back_)

/* gc/slot.h, tagged.h, links.h */
#define rc_slot_init RC_GC_NAME(slot_init)
#define rc_slot_destroy RC_GC_NAME(slot_destroy)
#define rc_slot_drop RC_GC_NAME(slot_drop)
#define rc_slot_load RC_GC_NAME(slot_load)
#define rc_slot_store RC_GC_NAME(slot_store)
#define rc_slot_give RC_GC_NAME(slot_give)
#define rc_slot_exchange RC_GC_NAME(slot_exchange)
#define rc_slot_compare_exchange RC_GC_NAME(slot_compare_exchange)
#define rc_slot_compare_give RC_GC_NAME(slot_compare_give)
#define rc_slot_borrow RC_GC_NAME(slot_borrow)
#define rc_slot_holds RC_GC_NAME(slot_holds)
#define rc_slot_visit RC_GC_NAME(slot_visit)
#define rc_tagged_slot_init RC_GC_NAME(tagged_slot_init)
#define rc_tagged_slot_destroy RC_GC_NAME(tagged_slot_destroy)
#define rc_tagged_slot_drop RC_GC_NAME(tagged_slot_drop)
#define rc_tagged_slot_load RC_GC_NAME(tagged_slot_load)
#define rc_tagged_slot_store RC_GC_NAME(tagged_slot_store)
#define rc_tagged_slot_give RC_GC_NAME(tagged_slot_give)
#define rc_tagged_slot_borrow RC_GC_NAME(tagged_slot_borrow)
#define rc_tagged_slot_step RC_GC_NAME(tagged_slot_step)
#define rc_tagged_slot_compare_exchange RC_GC_NAME(tagged_slot_compare_exchange)
#define rc_tagged_slot_compare_give RC_GC_NAME(tagged_slot_compare_give)
#define rc_tagged_slot_fetch_or RC_GC_NAME(tagged_slot_fetch_or)
#define rc_tagged_slot_peek RC_GC_NAME(tagged_slot_peek)
#define rc_link_insert RC_GC_NAME(link_insert)
#define rc_link_remove RC_GC_NAME(link_remove)

#endif /* RC_INLINE_BACKEND */

#endif
