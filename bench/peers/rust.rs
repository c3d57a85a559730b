//! rust.rs: the peers that are written in Rust. One static library has all of them, because each would bring
//! Rust's own library along.

use std::arch::asm;

#[cfg(peer_rust)]
#[path = "count_rust_arc.rs"]
pub mod count_arc;
#[cfg(peer_arc_swap)]
#[path = "slot_arc_swap.rs"]
pub mod slot_arc_swap;

/// From here on the compiler knows nothing about the pointer, nor about memory. No instruction.
#[inline(always)]
pub fn opaque<T>(mut pointer: *const T) -> *const T {
    unsafe { asm!("/* {0} */", inout(reg) pointer, options(nostack, preserves_flags)) };
    pointer
}

/// RC_BENCH_BLOCK.
pub const BLOCK: usize = 256;

/// As the loops in C are unrolled.
macro_rules! eight {
    ($work:expr) => {
        $work;
        $work;
        $work;
        $work;
        $work;
        $work;
        $work;
        $work;
    };
}

/// The work on each number below BLOCK.
#[inline(always)]
pub fn each_of_block(mut work: impl FnMut(usize)) {
    for eighth in 0..BLOCK / 8 {
        let mut i = eighth * 8;
        eight!({
            work(i);
            i += 1
        });
    }
}
