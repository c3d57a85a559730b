/*
 * sequence_fuzz.c: libFuzzer's target for the sequences: every backend, and each in checked mode, must do
 * with any sequence what the model says, under AddressSanitizer, which sees all that is freed too early or
 * never.
 *
 * An input is a sequence's text, or bytes, two for an operation:
 *
 *   kind, modulo their number : 8     other operand : 3 | object : 3 | thread : 2
 *
 * so that people can read and write the corpus, and the fuzzer can change it. Everything is an input: a
 * play skips what the contracts do not allow.
 */
#include "stress/sequences/sequences.h"

#include "stress/sequences/shrink.h"
#include "stress/support/threads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

/* ------------------------------------------------------------------------------------- inputs */

/*
 * The other operand of retain_many, which is retain with another one and after the first: once takes as long
 * as all the rest.
 */
enum { MANY = 7 };

static bool is_text(stress_seq *s, const uint8_t *data, size_t size)
{
    char text[STRESS_SEQ_TEXT], error[128];
    if (size == 0 || size >= sizeof text || (data[0] != 'T' && data[0] != '#'))
        return false;
    memcpy(text, data, size);
    text[size] = '\0';
    return stress_seq_parse(s, text, error, sizeof error);
}

static void decode(stress_seq *s, const uint8_t *data, size_t size)
{
    if (is_text(s, data, size))
        return;
    bool many = false;
    s->length = size / 2 < STRESS_SEQ_MOST ? size / 2 : STRESS_SEQ_MOST;
    for (size_t i = 0; i < s->length; i++) {
        uint8_t kind = data[2 * i] % STRESS_SEQ_KIND_COUNT, operands = data[2 * i + 1];
        if (kind == STRESS_SEQ_RETAIN_MANY && (many || operands >> 5 != MANY))
            kind = STRESS_SEQ_RETAIN;
        many |= kind == STRESS_SEQ_RETAIN_MANY;
        unsigned values = STRESS_SEQ_OBJECTS; /* of the other operand */
        for (const char *o = stress_seq_operands((stress_seq_kind)kind); *o != '\0'; o++)
            values = *o == 'o' ? values : stress_seq_operand_values(*o);
        s->op[i] = (stress_seq_op){.kind = kind,
                                   .thread = operands & 3,
                                   .object = operands >> 2 & 7,
                                   .other = (uint8_t)((operands >> 5) % values)};
    }
}

static size_t encode(const stress_seq *s, uint8_t *data, size_t most)
{
    size_t length = s->length < most / 2 ? s->length : most / 2;
    for (size_t i = 0; i < length; i++) {
        const stress_seq_op *op = &s->op[i];
        data[2 * i] = op->kind;
        unsigned other = op->kind == STRESS_SEQ_RETAIN_MANY ? MANY : op->other;
        data[2 * i + 1] = (uint8_t)(other << 5 | op->object << 2 | op->thread);
    }
    return 2 * length;
}

/* ---------------------------------------------------------------------------------- mutations */

/* A part of the sequence goes to another place, is left out, or comes twice. */
static void move_part(stress_seq *s, uint64_t random)
{
    stress_seq old = *s;
    size_t from = random % old.length, count = 1 + (random >> 8) % 8;
    count = count < old.length - from ? count : old.length - from;
    bool keep = random >> 16 & 1, again = random >> 17 & 3;
    size_t to = (random >> 24) % (old.length + 1);
    s->length = 0;
    for (size_t i = 0; i <= old.length; i++) {
        for (size_t k = 0; i == to && again && k < count && s->length < STRESS_SEQ_MOST; k++)
            s->op[s->length++] = old.op[from + k];
        bool moves = i >= from && i < from + count && !keep;
        if (i < old.length && !moves && s->length < STRESS_SEQ_MOST)
            s->op[s->length++] = old.op[i];
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    static stress_seq s;
    uint64_t random = seed;
    decode(&s, data, size);
    if (s.length > 0 && stress_random(&random) % 4 == 0) {
        move_part(&s, stress_random(&random));
        return encode(&s, data, most);
    }
    return LLVMFuzzerMutate(data, encode(&s, data, most), most);
}

/* ----------------------------------------------------------------------------------- the test */

#ifdef STRESS_FUZZ_FAULT
/* What the target must find, to show that it can: two holders are the only one, each for himself. */
static const rc_ops *real;

static bool two_are_unique(const void *object)
{
    return real->is_unique(object) || real->count(object) == 2;
}

static const rc_ops *to_test(const rc_ops *ops)
{
    static rc_ops faulty;
    real = ops;
    faulty = *ops;
    faulty.is_unique = two_are_unique;
    return &faulty;
}
#else
static const rc_ops *to_test(const rc_ops *ops)
{
    return ops;
}
#endif

static bool has_many(const stress_seq *s)
{
    bool many = false;
    for (size_t i = 0; i < s->length; i++)
        many |= s->op[i].kind == STRESS_SEQ_RETAIN_MANY;
    return many;
}

static void play(const char *name, const stress_seq *s)
{
    const stress_seq_target target = {.ops = to_test(rc_ops_find(name))};
    stress_seq_played played;
    stress_seq_play(&target, s, &played);
    if (!played.failed)
        return;
    static char text[STRESS_SEQ_TEXT];
    stress_seq small = *s;
    stress_seq_shrink(&target, &small, &played, 10);
    stress_seq_print(&small, text, sizeof text);
    fprintf(stderr, "# %s: %s\n%s", name, played.reason, text);
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static stress_seq s;
    const rc_ops *ops;
    decode(&s, data, size);
    for (unsigned i = 0; (ops = rc_ops_at(i)) != NULL; i++) {
        const char *name = ops->get_backend()->name;
        char checked[64];
        snprintf(checked, sizeof checked, "check+%s", name);
        play(name, &s);
        if (!has_many(&s)) /* each is looked up in the shadow */
            play(checked, &s);
    }
    return 0;
}
