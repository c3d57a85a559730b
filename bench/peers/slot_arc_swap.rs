//! slot_arc_swap.rs: the measured loops over arc-swap's ArcSwap, for slot_arc_swap.c. A static library.

use arc_swap::ArcSwap;
use std::arch::asm;
use std::sync::Arc;

type Object = [u64; 4];

#[repr(align(64))]
pub struct Slot(ArcSwap<Object>);

fn object() -> Arc<Object> {
    Arc::new([0; 4])
}

/// From here on the compiler knows nothing about the pointer, nor about memory. No instruction.
#[inline(always)]
fn opaque<T>(mut pointer: *const T) -> *const T {
    unsafe { asm!("/* {0} */", inout(reg) pointer, options(nostack, preserves_flags)) };
    pointer
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

macro_rules! each {
    ($name:ident, $slot:ident, $operation:expr) => {
        /// # Safety
        /// `slots` is from `make`.
        #[no_mangle]
        pub unsafe extern "C" fn $name(slots: *const Slot, operations: usize) {
            for _ in 0..operations {
                let $slot = &(*opaque(slots)).0;
                $operation;
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
pub unsafe extern "C" fn rc_peer_arc_swap_chain(slots: *const Slot, operations: usize) {
    let mut slot = slots;
    for _ in 0..operations {
        slot = opaque(slot);
        slot = slot.add((*slot).0.load()[0] as usize);
    }
}

/// # Safety
/// `slots` is from `make`, and there are `count` of them.
#[no_mangle]
pub unsafe extern "C" fn rc_peer_arc_swap_mix(
    slots: *const Slot, count: u64, operations: usize, state: &mut u64, borrow: bool,
) {
    for _ in 0..operations {
        let number = random(state);
        let slot = &(*slots.add(((number >> 32) * count >> 32) as usize)).0;
        if (number & 0xFFFF) < 0x10000 / 10 {
            slot.store(object());
        } else if borrow {
            used(slot.load()[0]);
        } else {
            used(slot.load_full()[0]);
        }
    }
}
