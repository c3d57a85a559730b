/*
 * varint.h: numbers in as few bytes as they need: the records of a trace.
 *
 * Seven bits to a byte, the lowest first; the top bit says that more follow. Signed numbers are
 * folded onto unsigned ones first (zigzag), so that small ones of either sign stay short.
 */
#ifndef RC_BENCH_TRACE_VARINT_H
#define RC_BENCH_TRACE_VARINT_H

#include <stddef.h>
#include <stdint.h>

enum { RC_VARINT_MAX_BYTES = 10 }; /* 64 bits, seven at a time */

typedef enum rc_varint_status {
    RC_VARINT_OK,
    RC_VARINT_TRUNCATED, /* the bytes end inside the number */
    RC_VARINT_OVERFLOW,  /* it does not fit in 64 bits */
    RC_VARINT_OVERLONG,  /* it fits, but has a byte more than it needs */
} rc_varint_status;

/* Writes value at bytes, which has room for RC_VARINT_MAX_BYTES; returns how many it took. */
static inline size_t rc_varint_put(uint8_t *bytes, uint64_t value)
{
    size_t n = 0;
    for (; value >= 0x80; value >>= 7)
        bytes[n++] = (uint8_t)(value | 0x80);
    bytes[n++] = (uint8_t)value;
    return n;
}

/* Reads a number at *at, before end. Moves *at behind it if, and only if, it is well formed. */
static inline rc_varint_status rc_varint_get(const uint8_t **at, const uint8_t *end,
                                             uint64_t *value)
{
    uint64_t result = 0;
    for (unsigned n = 0; n < RC_VARINT_MAX_BYTES; n++) {
        if (*at + n == end)
            return RC_VARINT_TRUNCATED;
        uint8_t byte = (*at)[n];
        if (n == RC_VARINT_MAX_BYTES - 1 && byte > 1)
            return RC_VARINT_OVERFLOW;
        result |= (uint64_t)(byte & 0x7f) << (7 * n);
        if (byte & 0x80)
            continue;
        if (byte == 0 && n > 0)
            return RC_VARINT_OVERLONG;
        *at += n + 1;
        *value = result;
        return RC_VARINT_OK;
    }
    return RC_VARINT_OVERFLOW;
}

static inline uint64_t rc_zigzag(int64_t value)
{
    return value < 0 ? ~((uint64_t)value << 1) : (uint64_t)value << 1;
}

static inline int64_t rc_unzigzag(uint64_t value)
{
    return value & 1 ? (int64_t) ~(value >> 1) : (int64_t)(value >> 1);
}

#endif
