/*
 * json.c: a text is parsed into a tree of objects, which threads then share.
 *
 * Who looks something up holds a reference to each value on the way, as the functions of a JSON library give them
 * out: one to the child is taken before the one to its parent is given up. So the root's count and those of the
 * upper values are changed by all threads all the time, and those further down by few.
 *
 * The parser knows the JSON that json.h writes: whole numbers, and strings without escapes.
 */
#include "bench/programs/json.h"
#include "bench/programs/kernel.h"

#include <string.h>

typedef enum kind { NUMBER, STRING, ARRAY, OBJECT } kind;

/* An object's children are its keys and values in turn. */
typedef struct value {
    kind kind;
    uint32_t count; /* of children, or of bytes */
    uint64_t number;
    void *rest[]; /* the children, or the bytes */
} value;

RC_BENCH_INLINE value **children(const value *self)
{
    return (value **)self->rest;
}

static void value_destroy(void *object)
{
    value *self = object;
    for (uint32_t i = 0; self->kind >= ARRAY && i < self->count; i++)
        program_release(children(self)[i]);
}

static const rc_type value_type = {
    .name = "value", .size = sizeof(value), .destroy = value_destroy};

static value *make(kind kind, uint32_t count, size_t bytes)
{
    value *self = program_new(&value_type, sizeof *self + bytes);
    self->kind = kind;
    self->count = count;
    return self;
}

/* --------------------------------------------------------------------------------------- parser */

typedef struct parser {
    const char *at;
    value **stack; /* children of what is not complete yet */
    size_t depth, room;
} parser;

static void skip(parser *p)
{
    while (*p->at == ' ' || *p->at == ',' || *p->at == ':' || *p->at == '\n')
        p->at++;
}

static void push(parser *p, value *child)
{
    if (p->depth == p->room) {
        p->room = p->room * 2 + 64;
        p->stack = realloc(p->stack, p->room * sizeof *p->stack);
        if (p->stack == NULL)
            rc_cli_fail("%s: no memory for the parser", PROGRAM_NAME);
    }
    p->stack[p->depth++] = child;
}

static value *parse(parser *p);

/* Up to the bracket that ends it. */
static value *parse_children(parser *p, kind kind, char end)
{
    size_t first = p->depth;
    for (p->at++, skip(p); *p->at != end && *p->at != '\0'; skip(p))
        push(p, parse(p));
    p->at += *p->at != '\0';
    size_t count = p->depth - first;
    value *self = make(kind, (uint32_t)count, count * sizeof *self->rest);
    memcpy(self->rest, p->stack + first, count * sizeof *self->rest);
    p->depth = first;
    return self;
}

static value *parse_string(parser *p)
{
    const char *end = ++p->at;
    while (*end != '"' && *end != '\0')
        end++;
    size_t bytes = (size_t)(end - p->at);
    value *self = make(STRING, (uint32_t)bytes, bytes);
    memcpy(self->rest, p->at, bytes);
    p->at = end + (*end != '\0');
    return self;
}

static value *parse_number(parser *p)
{
    value *self = make(NUMBER, 0, 0);
    if (*p->at < '0' || *p->at > '9')
        rc_cli_fail("%s: the parser cannot read '%.10s'", PROGRAM_NAME, p->at);
    for (; *p->at >= '0' && *p->at <= '9'; p->at++)
        self->number = self->number * 10 + (uint64_t)(*p->at - '0');
    return self;
}

static value *parse(parser *p)
{
    switch (*p->at) {
    case '[':
        return parse_children(p, ARRAY, ']');
    case '{':
        return parse_children(p, OBJECT, '}');
    case '"':
        return parse_string(p);
    default:
        return parse_number(p);
    }
}

/* Everything in it, by a walk that counts nothing. */
static uint64_t sum_of(const value *self)
{
    uint64_t sum = self->number;
    for (uint32_t i = 0; self->kind >= ARRAY && i < self->count; i++)
        sum += sum_of(children(self)[i]);
    return sum;
}

/* -------------------------------------------------------------------------------------- lookups */

/* The child at `place`; a reference to it for the one to its parent. */
RC_BENCH_INLINE value *step_to(value *parent, size_t place)
{
    value *child = rc_retain(children(parent)[place]);
    program_release(parent);
    return child;
}

/* The value of a key, in the same way. */
RC_BENCH_INLINE value *step_into(value *parent, const char *key)
{
    size_t length = strlen(key);
    for (uint32_t i = 0; i + 1 < parent->count; i += 2) {
        const value *name = children(parent)[i];
        if (name->count == length && memcmp(name->rest, key, length) == 0)
            return step_to(parent, i + 1);
    }
    program_release(parent);
    return NULL;
}

static uint64_t look_up(value *root, uint64_t record, bool second)
{
    value *at = step_to(rc_retain(root), record);
    at = step_into(at, "place");
    at = step_into(at, second ? "y" : "x");
    uint64_t number = at->number;
    program_release(at);
    return number;
}

typedef struct lookups {
    const rc_program_job *job;
    value *root;
    uint64_t sum[RC_PROGRAM_MOST_THREADS];
} lookups;

static void body(unsigned index, void *arg)
{
    lookups *all = arg;
    uint64_t random = rc_program_seed(all->job->seed, index), sum = 0;
    for (size_t i = 0; i < all->job->work; i++) {
        uint64_t drawn = json_draw(all->job, &random);
        sum += look_up(all->root, drawn / 2, drawn % 2);
        if (i % 64 == 0)
            rc_thread_poll();
    }
    all->sum[index] = sum;
}

/* ------------------------------------------------------------------------------------- together */

static void json(const rc_program_job *job, rc_program_found *found)
{
    char *text = malloc(job->size * JSON_RECORD_BYTES + 3);
    if (text == NULL)
        rc_cli_fail("no memory for the text");
    json_write(job, text);
    parser p = {.at = text};
    double start = rc_tool_thread_seconds();
    lookups all = {.job = job, .root = parse(&p)};
    double parsed = rc_tool_thread_seconds() - start;
    found->errors += all.root->count != job->size || *p.at != '\0';
    found->result = sum_of(all.root);
    double seconds = program_team(job->threads, body, &all);
    for (unsigned i = 0; i < job->threads; i++)
        found->result += all.sum[i];
    start = rc_tool_thread_seconds();
    program_release(all.root);
    parsed += rc_tool_thread_seconds() - start;
    double steps = (double)job->work * job->threads * JSON_STEPS,
           values = (double)job->size * JSON_VALUES;
    found->ns = rc_program_ns(seconds, job->threads, steps);
    found->number[0] = (rc_program_number){"parse", "ns", parsed * 1e9 / values};
    free(p.stack);
    free(text);
}

PROGRAM("json", json)
