/*
 * api.h: the public operations of gc/ as lists, in the form of refcount/api.h: for the tables of a backend and
 * scheme (gc/ops.h), and for the exported names of a backend's library.
 */
#ifndef RC_GC_API_H
#define RC_GC_API_H

/* What the libraries export, beside rc_guard_enter and rc_guard_exit: a guard differs from scheme to scheme. */
#define RC_GC_API(F, P)                                                                            \
    F(const rc_reclaim_info *, get_reclaim, (void), ())                                            \
    P(guard_stop, (rc_guard * guard), (guard))                                                     \
    P(reclaim_drain, (void), ())                                                                   \
    P(reclaim_get_stats, (rc_reclaim_stats * stats), (stats))                                      \
    P(reclaim_reset_peak, (void), ())                                                              \
    P(reclaim_set_limit, (size_t pending), (pending))                                              \
    P(slot_init, (rc_slot * slot, void *object), (slot, object))                                   \
    P(slot_destroy, (rc_slot * slot), (slot))                                                      \
    P(slot_drop, (rc_slot * slot), (slot))                                                         \
    F(void *, slot_load, (rc_slot * slot), (slot))                                                 \
    P(slot_store, (rc_slot * slot, void *object), (slot, object))                                  \
    P(slot_give, (rc_slot * slot, void *object), (slot, object))                                   \
    F(void *, slot_exchange, (rc_slot * slot, void *object), (slot, object))                       \
    F(bool, slot_compare_exchange, (rc_slot * slot, void *expected, void *desired),                \
      (slot, expected, desired))                                                                   \
    F(bool, slot_compare_give, (rc_slot * slot, void *expected, void *desired),                    \
      (slot, expected, desired))                                                                   \
    F(void *, slot_borrow, (rc_slot * slot, rc_guard * guard), (slot, guard))                      \
    F(bool, slot_holds, (const rc_slot *slot, const void *object), (slot, object))                 \
    P(slot_visit, (rc_slot * slot, rc_visit * visit, void *arg), (slot, visit, arg))               \
    P(tagged_slot_init, (rc_tagged_slot * slot, void *object, uintptr_t tag), (slot, object, tag)) \
    P(tagged_slot_destroy, (rc_tagged_slot * slot), (slot))                                        \
    P(tagged_slot_drop, (rc_tagged_slot * slot), (slot))                                           \
    F(rc_tagged, tagged_slot_load, (rc_tagged_slot * slot), (slot))                                \
    P(tagged_slot_store, (rc_tagged_slot * slot, void *object, uintptr_t tag),                     \
      (slot, object, tag))                                                                         \
    P(tagged_slot_give, (rc_tagged_slot * slot, void *object, uintptr_t tag), (slot, object, tag)) \
    F(rc_tagged, tagged_slot_borrow, (rc_tagged_slot * slot, rc_guard * guard), (slot, guard))     \
    F(rc_tagged, tagged_slot_step, (rc_tagged_slot * slot, rc_guard * guard, unsigned step),       \
      (slot, guard, step))                                                                         \
    F(bool, tagged_slot_compare_exchange,                                                          \
      (rc_tagged_slot * slot, rc_tagged expected, rc_tagged desired), (slot, expected, desired))   \
    F(bool, tagged_slot_compare_give,                                                              \
      (rc_tagged_slot * slot, rc_tagged expected, rc_tagged desired), (slot, expected, desired))   \
    F(rc_tagged, tagged_slot_fetch_or, (rc_tagged_slot * slot, uintptr_t tag), (slot, tag))        \
    F(rc_tagged, tagged_slot_peek, (const rc_tagged_slot *slot), (slot))                           \
    F(bool, link_insert, (rc_tagged_slot * slot, void *next, void *object, rc_tagged_slot *link),  \
      (slot, next, object, link))                                                                  \
    F(bool, link_remove,                                                                           \
      (rc_tagged_slot * slot, void *object, rc_tagged_slot *link, rc_tagged next),                 \
      (slot, object, link, next))

/* What is inline everywhere, because it is written with the others. */
#define RC_GC_INLINE_API(F, P)                                                                     \
    F(bool, weak_slot_init, (rc_weak_slot * slot, void *object), (slot, object))                   \
    P(weak_slot_destroy, (rc_weak_slot * slot), (slot))                                            \
    F(bool, weak_slot_store, (rc_weak_slot * slot, void *object), (slot, object))                  \
    F(void *, weak_slot_load, (rc_weak_slot * slot), (slot))                                       \
    P(stack_init, (rc_stack * stack), (stack))                                                     \
    P(stack_destroy, (rc_stack * stack), (stack))                                                  \
    F(bool, stack_push, (rc_stack * stack, void *object), (stack, object))                         \
    F(void *, stack_pop, (rc_stack * stack), (stack))                                              \
    P(stack_clear, (rc_stack * stack), (stack))                                                    \
    P(stack_visit, (const rc_stack *stack, rc_visit *visit, void *arg), (stack, visit, arg))       \
    F(bool, queue_init, (rc_queue * queue), (queue))                                               \
    P(queue_destroy, (rc_queue * queue), (queue))                                                  \
    F(bool, queue_enqueue, (rc_queue * queue, void *object), (queue, object))                      \
    F(void *, queue_dequeue, (rc_queue * queue), (queue))                                          \
    P(queue_clear, (rc_queue * queue), (queue))                                                    \
    P(queue_visit, (const rc_queue *queue, rc_visit *visit, void *arg), (queue, visit, arg))       \
    P(sorted_list_init, (rc_sorted_list * list), (list))                                           \
    P(sorted_list_destroy, (rc_sorted_list * list), (list))                                        \
    F(bool, sorted_list_insert, (rc_sorted_list * list, uint64_t key, void *object),               \
      (list, key, object))                                                                         \
    F(bool, sorted_list_remove, (rc_sorted_list * list, uint64_t key), (list, key))                \
    F(void *, sorted_list_borrow, (rc_sorted_list * list, uint64_t key, rc_guard * guard),         \
      (list, key, guard))                                                                          \
    F(void *, sorted_list_get, (rc_sorted_list * list, uint64_t key), (list, key))                 \
    F(bool, sorted_list_contains, (rc_sorted_list * list, uint64_t key), (list, key))              \
    P(sorted_list_clear, (rc_sorted_list * list), (list))                                          \
    P(sorted_list_visit, (const rc_sorted_list *list, rc_visit *visit, void *arg),                 \
      (list, visit, arg))                                                                          \
    F(bool, hash_init, (rc_hash * hash, size_t buckets), (hash, buckets))                          \
    P(hash_destroy, (rc_hash * hash), (hash))                                                      \
    F(bool, hash_insert, (rc_hash * hash, uint64_t key, void *object), (hash, key, object))        \
    F(bool, hash_remove, (rc_hash * hash, uint64_t key), (hash, key))                              \
    F(void *, hash_borrow, (rc_hash * hash, uint64_t key, rc_guard * guard), (hash, key, guard))   \
    F(void *, hash_get, (rc_hash * hash, uint64_t key), (hash, key))                               \
    F(bool, hash_contains, (rc_hash * hash, uint64_t key), (hash, key))                            \
    P(hash_clear, (rc_hash * hash), (hash))                                                        \
    P(hash_visit, (const rc_hash *hash, rc_visit *visit, void *arg), (hash, visit, arg))           \
    P(map_init, (rc_map * map), (map))                                                             \
    P(map_destroy, (rc_map * map), (map))                                                          \
    F(bool, map_put, (rc_map * map, uint64_t key, void *object), (map, key, object))               \
    F(bool, map_remove, (rc_map * map, uint64_t key), (map, key))                                  \
    F(void *, map_borrow, (rc_map * map, uint64_t key, rc_guard * guard), (map, key, guard))       \
    F(void *, map_get, (rc_map * map, uint64_t key), (map, key))                                   \
    F(size_t, map_count, (rc_map * map), (map))                                                    \
    P(map_clear, (rc_map * map), (map))                                                            \
    P(map_visit, (rc_map * map, rc_visit * visit, void *arg), (map, visit, arg))

#endif
