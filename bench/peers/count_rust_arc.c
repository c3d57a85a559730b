/*
 * count_rust_arc.c: Rust's Arc; its loops are in count_rust_arc.rs.
 */
#include "bench/counts/kernel.h"

#define COUNT_NAME "rust_arc"
#define COUNT_DESCRIPTION "Rust's std::sync::Arc"
#define count_new rc_peer_arc_new
#define count_one rc_peer_arc_one
#define count_rr rc_peer_arc_rr
#define count_sep rc_peer_arc_sep
#define count_fill rc_peer_arc_fill
#define count_touch rc_peer_arc_touch
#define count_create rc_peer_arc_create
#define count_copy rc_peer_arc_copy

void *rc_peer_arc_new(size_t size);
void rc_peer_arc_one(void **reference, size_t blocks);
void rc_peer_arc_rr(void **reference, size_t blocks);
void rc_peer_arc_sep(void **reference, size_t blocks);
bool rc_peer_arc_fill(void *batch, size_t count);
void rc_peer_arc_touch(void *batch, size_t count, size_t times);
void rc_peer_arc_drop(void *batch, size_t count);
void rc_peer_arc_create(size_t blocks, size_t size);
void rc_peer_arc_copy(void *const *reference, void **copied, size_t count);

#include "bench/counts/own_memory.h"

static void count_drop(void *batch, size_t count)
{
    rc_peer_arc_drop(batch, count);
}

#include "bench/counts/enroll.h"
