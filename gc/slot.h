/*
 * slot.h: a reference that threads share: one loads it while another replaces it.
 *
 * The obvious load is two steps, and between the two the object can go:
 *
 *   T1 load                        T2 store
 *   p = *slot
 *                                  old = exchange(slot, new)
 *                                  release(old): 1 -> 0, freed
 *   retain(p): counts in freed memory    <- use after free
 *
 * The rule that makes it right: a slot never gives up its reference at once. Whatever takes an object out
 * of a slot retires the slot's reference (gc/reclaim.h): it is released once every read section that was open
 * at that moment has ended. A load is a read section of a few instructions. So as long as it lasts the slot's
 * own reference is still counted, whether the object is still in the slot or not, and the load may retain
 * without a look at the count, with any backend that threads may share:
 *
 *   T1 load                        T2 store                              count
 *   section begins, p = *slot                                            1     the slot's
 *                                  old = exchange(slot, new): retired    1     the retired one
 *   retain(p)                                                            2
 *   section ends                                                         2
 *                                  no section left: release(old)         1     T1's
 *                                                      test: slots, a load against a store; slot-load
 *
 * Who only looks need not count at all: rc_slot_borrow gives the object without a reference, and it stays
 * until the section, a guard, ends.
 *
 *   a reference        is held by       ends by
 *   the slot's own     the slot         being retired: store, give, exchange, compare_exchange, destroy
 *   a retired one      the reclaimer    its release, after the sections that were open have ended
 *   a loaded one       the caller       rc_release, at once, anywhere
 *   a borrowed object  nobody           the guard; rc_retain inside it makes a loaded one
 *
 * Why an exchange retains. It hands the old object to its caller, who may release that reference at any time
 * and at once, while a reader that began before has still only the address. So the caller gets a reference of
 * its own, and the slot's is retired as with any other store:
 *
 *   T1 borrow                      T2 exchange
 *   p = *slot
 *                                  old = exchange(slot, new)
 *                                  release(old), with the slot's reference: 1 -> 0, freed    <- wrong
 *   looks at p
 *                                                      test: slot-exchange; slots, an exchange's result
 *
 * For the same reason rc_is_unique(old) is false until the retired reference is gone: only then has the last
 * reader left that could still look at what the caller is about to change.
 *
 * A slot is one word. Its operations may be called by any number of threads at once, but for init and destroy.
 * Threads must be attached. What may run destructors is said below; with a backend whose deaths are deferred
 * they may run later still, on the thread that owns the object.
 *
 * Source: the deferred decrement is Anderson, Blelloch, Wei, "Concurrent Deferred Reference Counting with
 * Constant-Time Overhead", PLDI 2021; the verbs are those of Detlefs, Martin, Moir, Steele, "Lock-Free
 * Reference Counting", PODC 2001.
 */
#ifndef RC_GC_SLOT_H
#define RC_GC_SLOT_H

#include "gc/reclaim.h"
#include "refcount/object.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * word == the object's address, or 0; the slot owns one reference to it. Zeroed memory is a slot without an
 * object.
 */
typedef struct rc_slot {
#if RC_INLINE_BACKEND
    _Atomic(uintptr_t) word;
#else
    uintptr_t word;
#endif
} rc_slot;

/*
 * The slot refers to object, which may be NULL; it takes a reference of its own.
 * Precondition: nobody else can see the slot yet; the caller holds a reference, or has borrowed the object.
 * Ordering: none; whatever publishes the slot orders it. Progress: that of retain. Errors: none.
 */
RC_HOT void rc_slot_init(rc_slot *slot, void *object);

/*
 * Retires the slot's reference; the slot is empty then. Readers may still be looking at the object.
 * Precondition: no operation on the slot is under way, and none begins. Ordering: acquire and release.
 * Progress: that of retire. Errors: none.
 */
RC_HOT void rc_slot_destroy(rc_slot *slot);

/*
 * The same, but the reference is released at once: for a slot that no read section can have read that is
 * still open. Destroying a chain that nobody can see any more takes one step for each object so, and not a
 * grace period.
 * Precondition: as above, and that. Ordering: as rc_release. Progress: that of release. Errors: none.
 */
RC_HOT void rc_slot_drop(rc_slot *slot);

/*
 * A new strong reference to the slot's object, or NULL if there is none. Safe against any store.
 * Precondition: none beside an attached thread; no guard is needed. Ordering: acquire: what was done to the
 * object before it was stored is seen. Progress: that of the scheme's protect, and of retain. Errors: none.
 */
RC_HOT RC_MUST_CHECK void *rc_slot_load(rc_slot *slot);

/*
 * The slot refers to object from now on, which may be NULL; the slot takes a reference of its own, and
 * retires the one to what it held before.
 * Precondition: the caller holds a reference, or has borrowed the object. Ordering: release towards loads;
 * acquire of the old object for its end. Progress: an exchange, with retain and retire. A retire may run
 * destructors. Errors: none.
 */
RC_HOT void rc_slot_store(rc_slot *slot, void *object);

/*
 * The same, but the caller's own reference becomes the slot's: no count is touched.
 * Precondition: the caller holds a reference, and gives it up. Otherwise as rc_slot_store.
 */
RC_HOT void rc_slot_give(rc_slot *slot, void *object);

/*
 * As rc_slot_store, and returns what the slot held before, with a new reference: the slot's own is retired, so
 * the caller may release this one whenever it likes, and rc_is_unique is false of it as long as a reader may
 * be looking. Ordering: acquire and release. Otherwise as rc_slot_store.
 */
RC_HOT RC_MUST_CHECK void *rc_slot_exchange(rc_slot *slot, void *object);

/*
 * As rc_slot_store if the slot holds `expected`; says whether it did. One that fails has changed nothing: a
 * reference that it took in advance has been given back.
 * Precondition: of `desired` that of rc_slot_store; of `expected` too, or it is NULL: else another object could
 * have its address by now. Ordering: acquire and release if true, none if false. Progress: lock-free as far
 * as retain and retire are. Errors: none.
 */
RC_HOT RC_MUST_CHECK bool rc_slot_compare_exchange(rc_slot *slot, void *expected, void *desired);

/*
 * The same, but the caller's own reference to `desired` becomes the slot's, if true is returned. No count is
 * touched.
 */
RC_HOT RC_MUST_CHECK bool rc_slot_compare_give(rc_slot *slot, void *expected, void *desired);

/*
 * The slot's object, or NULL, without a reference: it stays alive until the guard exits. rc_retain makes a
 * reference of it before that.
 * Precondition: guard is open, on this thread. Ordering: acquire. Progress: that of the scheme's protect.
 * Errors: none.
 */
RC_HOT RC_MUST_CHECK void *rc_slot_borrow(rc_slot *slot, rc_guard *guard);

/*
 * True if the slot holds object at this moment: a look, which protects nothing.
 * Ordering: acquire, and seq_cst among the operations on slots. Wait-free.
 */
RC_HOT RC_MUST_CHECK bool rc_slot_holds(const rc_slot *slot, const void *object);

/*
 * Reports the slot's reference to a collector: what a type's traverse calls for each slot of its objects
 * (gc/cycles.h). Retired references are not the slot's any more: an object that is garbage but for one of these
 * is collected after it has been released.
 * Precondition: that of traverse, as the collector keeps it: nobody stores meanwhile. Ordering: none.
 * Wait-free. Errors: none.
 */
RC_HOT void rc_slot_visit(rc_slot *slot, rc_visit *visit, void *arg);

#ifdef __cplusplus
}
#endif

#if RC_INLINE_BACKEND
#include "gc/slot_inline.h"
#endif

#endif
