/*
 * section-two: two threads are in a critical section of one object, one after the other; section-pair: both
 * take the same pair; section-circle: they nest the two in opposite order;
 * section-suspended: one nests, the other takes first the inner lock and then the outer one.
 *
 * Hunts: a section that does not order what was done in the one before; a sleeper that is not woken; a circle. The
 * bugs: T2 counts outside; it takes one lock for the pair; both believe that the outer section is never suspended.
 */
#include "stress/model/programs/node.h"
#include "stress/model/twins.h"

MODEL_WORLD struct {
    rc_lock a, b;
    unsigned count, both;
} sections;

static void sections_prepare(unsigned thread)
{
    (void)thread;
    node_attach();
}

static void two_act(unsigned thread, bool wrong)
{
    rc_section section;
    if (wrong && thread == 1) {
        sections.count++;
        return;
    }
    rc->section_begin(&section, &sections.a);
    sections.count++;
    rc->section_end(&section);
}

static void two_judge(void)
{
    model_assert(sections.count == 2);
}

MODEL_TWINS(two, "section-two", "two critical sections of one object",
            .bound = "2 threads, 1 section each", .room = "gil", .backends = "plain atomic biased",
            .threads = 2, .prepare = sections_prepare, .judge = two_judge);

static void pair_act(unsigned thread, bool wrong)
{
    rc_section section;
    rc_lock *second = wrong && thread == 1 ? &sections.a : &sections.b;
    rc->section_begin_pair(&section, thread == 0 ? &sections.a : second,
                           thread == 0 ? &sections.b : &sections.a);
    sections.both++;
    if (!wrong || thread == 0)
        sections.count++;
    rc->section_end(&section);
    if (wrong && thread == 1) {
        rc->section_begin(&section, &sections.b);
        sections.both++;
        rc->section_end(&section);
    }
}

static void pair_judge(void)
{
    model_assert(sections.count == 2 && sections.both == 2);
}

MODEL_TWINS(pair, "section-pair", "two pairs of the same locks",
            .bound = "2 threads, 1 section of both each", .room = "gil",
            .backends = "plain atomic biased", .threads = 2, .prepare = sections_prepare,
            .judge = pair_judge);

static void circle_act(unsigned thread, bool wrong)
{
    rc_section outer, inner;
    rc_lock *first = thread == 0 ? &sections.a : &sections.b;
    rc_lock *second = thread == 0 ? &sections.b : &sections.a;
    unsigned *count = thread == 0 ? &sections.count : &sections.both;
    unsigned *other = thread == 0 ? &sections.both : &sections.count;
    rc->section_begin(&outer, first);
    unsigned before = *count;
    rc->section_begin(&inner, second);
    ++*other;
    rc->section_end(&inner);
    if (outer.suspensions == 0 || wrong)
        model_assert(*count == before);
    ++*count;
    rc->section_end(&outer);
}

MODEL_TWINS(circle, "section-circle", "two nested sections each, in opposite order",
            .bound = "2 threads, 2 nested sections each", .room = "gil", .backends = "atomic",
            .sampled = "atomic", .preemptions = 6, .slow = true, .threads = 2,
            .prepare = sections_prepare, .judge = pair_judge);

static void suspended_act(unsigned thread, bool wrong)
{
    rc_section outer, inner;
    rc->section_begin(&outer, thread == 0 ? &sections.a : &sections.b);
    if (thread == 0) {
        unsigned before = sections.count;
        rc->section_begin(&inner, &sections.b);
        sections.both++;
        rc->section_end(&inner);
        if (outer.suspensions == 0 || wrong)
            model_assert(sections.count == before);
        sections.count++;
    } else {
        sections.both++;
    }
    rc->section_end(&outer);
    if (thread == 1) {
        rc->section_begin(&outer, &sections.a);
        sections.count++;
        rc->section_end(&outer);
    }
}

MODEL_TWINS(suspended, "section-suspended",
            "a section is suspended while its thread waits for another lock",
            .bound = "2 threads: 2 nested sections; 2 sections", .room = "gil",
            .backends = "plain atomic biased", .slow = true, .threads = 2,
            .prepare = sections_prepare, .judge = pair_judge);
