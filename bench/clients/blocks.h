/*
 * blocks.h: every block of memory that jq has for its values, watched.
 *
 * The functions of jq's allocator are replaced when the driver is linked (-Wl,--wrap). A block that is freed
 * is only marked: so a value that loses its last reference too early does no damage that would end the
 * program before it is seen, and one that is freed twice is counted as such.
 */
#ifndef RC_BENCH_CLIENTS_BLOCKS_H
#define RC_BENCH_CLIENTS_BLOCKS_H

#include <stdbool.h>

typedef struct blocks_found {
    unsigned premature; /* freed while blocks_hold was on, however often */
    unsigned twice;     /* freed that were freed already */
    unsigned leaked;    /* never freed */
} blocks_found;

/* While this is on nothing may be freed. */
void blocks_hold(bool on);

/* What has happened since the last call. Gives all memory back: no block may be used afterwards. */
blocks_found blocks_end(void);

#endif
