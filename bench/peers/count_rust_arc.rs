//! count_rust_arc.rs: the measured loops over Arc, for count_rust_arc.c. A reference is what Arc::into_raw gives.

use crate::{each_of_block, opaque, BLOCK};
use std::sync::Arc;

type Object = [u8; 32];
type Reference = *const Object;

fn new() -> Reference {
    Arc::into_raw(Arc::new([0; 32]))
}

/// # Safety
/// The caller holds a reference.
#[inline(always)]
unsafe fn retain(reference: Reference) -> Reference {
    let known = opaque(reference);
    Arc::increment_strong_count(known);
    known
}

/// # Safety
/// The caller holds a reference, and gives it up.
#[inline(always)]
unsafe fn release(reference: Reference) {
    Arc::decrement_strong_count(opaque(reference));
}

/// Of the only size that is asked for.
#[no_mangle]
pub extern "C" fn rc_peer_arc_new(_size: usize) -> Reference {
    new()
}

/// # Safety
/// There is a reference.
#[no_mangle]
pub unsafe extern "C" fn rc_peer_arc_one(references: *const Reference, blocks: usize) {
    let mut reference = *references;
    for _ in 0..blocks {
        each_of_block(|_| {
            reference = retain(reference);
            release(reference);
        });
    }
}

/// # Safety
/// There are BLOCK references.
#[no_mangle]
pub unsafe extern "C" fn rc_peer_arc_rr(references: *const Reference, blocks: usize) {
    for _ in 0..blocks {
        each_of_block(|i| release(retain(*references.add(i))));
    }
}

/// # Safety
/// There are BLOCK references.
#[no_mangle]
pub unsafe extern "C" fn rc_peer_arc_sep(references: *const Reference, blocks: usize) {
    for _ in 0..blocks {
        each_of_block(|i| {
            retain(*references.add(i));
        });
        each_of_block(|i| release(*references.add(i)));
    }
}

/// # Safety
/// The batch has room for `count` references.
#[no_mangle]
pub unsafe extern "C" fn rc_peer_arc_fill(batch: *mut Reference, count: usize) -> bool {
    for i in 0..count {
        *batch.add(i) = new();
    }
    true
}

/// # Safety
/// The batch has `count` references.
#[no_mangle]
pub unsafe extern "C" fn rc_peer_arc_touch(batch: *const Reference, count: usize, times: usize) {
    for i in 0..count {
        for _ in 0..times {
            release(retain(*batch.add(i)));
        }
    }
}

/// # Safety
/// The batch has `count` references, which are given up.
#[no_mangle]
pub unsafe extern "C" fn rc_peer_arc_drop(batch: *const Reference, count: usize) {
    for i in 0..count {
        Arc::decrement_strong_count(*batch.add(i));
    }
}

fn create_of<const SIZE: usize>(objects: usize) {
    for _ in 0..objects {
        let reference: *const [u8; SIZE] = Arc::into_raw(Arc::new([0; SIZE]));
        drop(unsafe { Arc::from_raw(opaque(reference)) });
    }
}

#[no_mangle]
pub extern "C" fn rc_peer_arc_create(blocks: usize, size: usize) {
    let objects = blocks * BLOCK;
    match size {
        8 => create_of::<8>(objects),
        16 => create_of::<16>(objects),
        32 => create_of::<32>(objects),
        64 => create_of::<64>(objects),
        128 => create_of::<128>(objects),
        256 => create_of::<256>(objects),
        _ => (),
    }
}

/// # Safety
/// There are `count` references, and room for as many copies.
#[no_mangle]
pub unsafe extern "C" fn rc_peer_arc_copy(
    references: *const Reference, copies: *mut Reference, count: usize,
) {
    for i in 0..count {
        *copies.add(i) = retain(*references.add(i));
    }
    for i in 0..count {
        release(*copies.add(i));
    }
}
