/*
 * shrink.c: see shrink.h.
 *
 * Parts are left out, large ones first, then smaller ones, down to single operations (Zeller and
 * Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002), and pairs of these. What is
 * left is written more simply: with fewer threads, fewer names, simpler types. Then once more from the start, until nothing
 * helps. Since a play skips what is not legal, every attempt can be played.
 */
#include "stress/sequences/shrink.h"

#include "refcount/tool/cli.h"

#include <string.h>

enum { FEW = 20 }; /* operations: so many that all pairs of them can be tried */

typedef struct shrinking {
    const stress_seq_target *target;
    stress_seq *best;
    stress_seq_played *played; /* of best */
    double deadline;
} shrinking;

/* Does it fail in the same way? Then it is the best one now. */
static bool better(shrinking *w, const stress_seq *attempt)
{
    stress_seq_played played;
    if (rc_tool_now() >= w->deadline)
        return false;
    stress_seq_play(w->target, attempt, &played);
    if (!played.failed || played.kind != w->played->kind)
        return false;
    *w->best = *attempt;
    *w->played = played;
    return true;
}

/* Nothing after the operation that failed has been played. */
static void cut(shrinking *w)
{
    if (w->played->at < w->best->length)
        w->best->length = w->played->at + 1;
}

static stress_seq without(const stress_seq *s, size_t from, size_t count)
{
    stress_seq rest = {.length = s->length - count};
    memcpy(rest.op, s->op, from * sizeof rest.op[0]);
    memcpy(rest.op + from, s->op + from + count, (rest.length - from) * sizeof rest.op[0]);
    return rest;
}

static bool leave_out_parts(shrinking *w)
{
    bool shorter = false;
    for (size_t part = (w->best->length + 1) / 2; part > 0; part /= 2) {
        for (size_t end = w->best->length; end > 0;) {
            size_t count = part < end ? part : end;
            stress_seq attempt = without(w->best, end - count, count);
            if (better(w, &attempt)) {
                shorter = true;
                cut(w);
            }
            end = end - count < w->best->length ? end - count : w->best->length;
        }
    }
    return shorter;
}

/* Or if one operation more is left out: what was needed before may be in the way now. */
static bool better_or_without_one(shrinking *w, const stress_seq *s)
{
    if (better(w, s))
        return true;
    if (s->length > FEW)
        return false;
    for (size_t i = 0; i < s->length; i++) {
        stress_seq attempt = without(s, i, 1);
        if (better(w, &attempt))
            return true;
    }
    return false;
}

/* A reference taken and the same given back: neither can go alone. */
static bool leave_out_pairs(shrinking *w)
{
    for (size_t i = 0; i < w->best->length && w->best->length <= FEW; i++) {
        stress_seq attempt = without(w->best, i, 1);
        if (better_or_without_one(w, &attempt)) {
            cut(w);
            return true;
        }
    }
    return false;
}

/* Every operand of one sort that is `from` becomes `to`. */
static bool rename_all(shrinking *w, char sort, unsigned from, unsigned to)
{
    stress_seq attempt = *w->best;
    for (size_t i = 0; i < attempt.length; i++) {
        stress_seq_op *op = &attempt.op[i];
        if (sort == 'T' && op->thread == from)
            op->thread = (uint8_t)to;
        for (const char *o = stress_seq_operands((stress_seq_kind)op->kind); *o != '\0'; o++) {
            uint8_t *operand = *o == 'o' ? &op->object : &op->other;
            if ((*o == sort || (*o == 'c' && sort == 'o')) && *operand == from)
                *operand = (uint8_t)to;
        }
    }
    bool other = memcmp(attempt.op, w->best->op, attempt.length * sizeof attempt.op[0]) != 0;
    return other && better_or_without_one(w, &attempt);
}

static bool simplify(shrinking *w)
{
    bool simpler = false;
    for (const char *sort = "Towt"; *sort != '\0'; sort++) {
        unsigned values = stress_seq_operand_values(*sort);
        for (unsigned from = 1; from < values; from++) {
            bool renamed = false;
            for (unsigned to = 0; to < from && !renamed; to++)
                renamed = rename_all(w, *sort, from, to);
            simpler |= renamed;
        }
    }
    return simpler;
}

void stress_seq_shrink(const stress_seq_target *target, stress_seq *s, stress_seq_played *played,
                       double seconds)
{
    shrinking w = {target, s, played, rc_tool_now() + seconds};
    cut(&w);
    bool helped = !played->stuck;
    while (helped) {
        helped = leave_out_parts(&w);
        helped = leave_out_pairs(&w) || helped;
        helped = simplify(&w) || helped;
    }
}
