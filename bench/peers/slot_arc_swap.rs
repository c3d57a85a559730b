//! slot_arc_swap.rs: the measured loops over arc-swap's ArcSwap, for slot_arc_swap.c.

use crate::{each_of_block, opaque, BLOCK};
use arc_swap::ArcSwap;
use std::arch::asm;
use std::sync::Arc;

type Object = [u64; 4];

#[repr(align(64))]
pub struct Slot(ArcSwap<Object>);

fn object() -> Arc<Object> {
    Arc::new([0; 4])
}

/// The value is needed here, as far as the compiler knows. No instruction.
#[inline(always)]
fn used(value: u64) {
    unsafe { asm!("/* {0} */", in(reg) value, options(nostack, preserves_flags, nomem)) };
}

fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

#[no_mangle]
pub extern "C" fn rc_peer_arc_swap_make(count: usize) -> *mut Slot {
    let slots: Vec<Slot> = (0..count).map(|_| Slot(ArcSwap::new(object()))).collect();
    Box::into_raw(slots.into_boxed_slice()) as *mut Slot
}

/// # Safety
/// `slots` is from `make`, with the same count, and nobody uses it any more.
#[no_mangle]
pub unsafe extern "C" fn rc_peer_arc_swap_discard(slots: *mut Slot, count: usize) {
    drop(Box::from_raw(std::slice::from_raw_parts_mut(slots, count)));
}

/// One operation on one slot, so many blocks of them. The random numbers are for others.
macro_rules! each {
    ($name:ident, $slot:ident, $operation:expr) => {
        /// # Safety
        /// `slots` is from `make`.
        #[no_mangle]
        pub unsafe extern "C" fn $name(slots: *const Slot, blocks: usize, _random: *mut u64) {
            for _ in 0..blocks {
                each_of_block(|_| {
                    let $slot = &(*opaque(slots)).0;
                    $operation;
                });
            }
        }
    };
}

each!(rc_peer_arc_swap_load, slot, used(slot.load_full()[0]));
each!(rc_peer_arc_swap_borrow, slot, used(slot.load()[0]));
each!(rc_peer_arc_swap_give, slot, slot.store(object()));
each!(rc_peer_arc_swap_store, slot, {
    let made = object();
    slot.store(made.clone());
});
each!(rc_peer_arc_swap_cas, slot, {
    let expected = slot.load();
    slot.compare_and_swap(&*expected, object())
});

/// # Safety
/// `slots` is from `make`; a chain stays at the first, because all words are 0.
#[no_mangle]
pub unsafe extern "C" fn rc_peer_arc_swap_chain(
    slots: *const Slot, blocks: usize, _random: *mut u64,
) {
    let mut slot = slots;
    for _ in 0..blocks {
        each_of_block(|_| {
            slot = opaque(slot);
            slot = slot.add((*slot).0.load()[0] as usize);
        });
    }
}

/// As many slots as take turns: RC_BENCH_SLOTS.
const SLOTS: u64 = 10;

/// One slot of some, read, or one time in ten given a new object.
macro_rules! mix {
    ($name:ident, $slot:ident, $read:expr) => {
        /// # Safety
        /// `slots` is from `make`, and there are SLOTS of them.
        #[no_mangle]
        pub unsafe extern "C" fn $name(slots: *const Slot, blocks: usize, state: &mut u64) {
            for _ in 0..blocks * BLOCK {
                let number = random(state);
                let $slot = &(*slots.add(((number >> 32) * SLOTS >> 32) as usize)).0;
                if (number & 0xFFFF) < 0x10000 / 10 {
                    $slot.store(object());
                } else {
                    $read;
                }
            }
        }
    };
}

mix!(rc_peer_arc_swap_mix, slot, used(slot.load_full()[0]));
mix!(rc_peer_arc_swap_mix_borrow, slot, used(slot.load()[0]));
