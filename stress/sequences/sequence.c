/*
 * sequence.c: the text of a sequence, in both directions.
 */
#include "stress/sequences/sequence.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WORD(name, word, operands) word,
#define OPERANDS(name, word, operands) operands,
#define TYPE_WORD(name, word) word,
static const char *const words[] = {STRESS_SEQ_KINDS(WORD)};
static const char *const operands_of[] = {STRESS_SEQ_KINDS(OPERANDS)};
static const char *const type_words[] = {STRESS_SEQ_TYPES(TYPE_WORD)};

const char *stress_seq_operands(stress_seq_kind kind)
{
    return operands_of[kind];
}

unsigned stress_seq_operand_values(char operand)
{
    switch (operand) {
    case 'T':
        return STRESS_SEQ_THREADS;
    case 'w':
        return STRESS_SEQ_WEAKS;
    case 't':
        return STRESS_SEQ_TYPE_COUNT;
    default:
        return STRESS_SEQ_OBJECTS;
    }
}

bool stress_seq_has_object(stress_seq_kind kind)
{
    return strchr(operands_of[kind], 'o') != NULL;
}

/* ------------------------------------------------------------------------------------ printing */

static int print_operand(char *text, size_t size, char operand, unsigned value)
{
    switch (operand) {
    case 'T':
        return snprintf(text, size, " T%u", value + 1);
    case 'w':
        return snprintf(text, size, " w%u", value + 1);
    case 't':
        return snprintf(text, size, " %s", type_words[value]);
    default:
        return snprintf(text, size, " %c", (char)('a' + value));
    }
}

void stress_seq_print_op(stress_seq_op op, char *text, size_t size)
{
    int used = snprintf(text, size, "T%u %s", op.thread + 1u, words[op.kind]);
    for (const char *o = operands_of[op.kind]; *o != '\0' && (size_t)used < size; o++)
        used +=
            print_operand(text + used, size - (size_t)used, *o, *o == 'o' ? op.object : op.other);
}

size_t stress_seq_print(const stress_seq *s, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < s->length; i++) {
        char line[64];
        stress_seq_print_op(s->op[i], line, sizeof line);
        used += (size_t)snprintf(text + used, size - used, "%s\n", line);
        if (used >= size)
            return size - 1;
    }
    return used;
}

/* ------------------------------------------------------------------------------------- parsing */

typedef struct parser {
    const char *at;
    unsigned line;
    char *error;
    size_t size;
} parser;

__attribute__((format(printf, 2, 3))) static bool refuse(parser *p, const char *format, ...)
{
    va_list arguments;
    int used = snprintf(p->error, p->size, "line %u: ", p->line);
    va_start(arguments, format);
    if (used > 0 && (size_t)used < p->size)
        vsnprintf(p->error + used, p->size - (size_t)used, format, arguments);
    va_end(arguments);
    return false;
}

/*
 * The next word of the line, cut off where it does not fit: no word that means something is as long. False
 * at the end of the line. What is not a letter, a digit or the like is shown as `?`.
 */
static bool next_word(parser *p, char *word, size_t size)
{
    size_t used = 0;
    while (*p->at == ' ' || *p->at == '\t' || *p->at == '\r')
        p->at++;
    for (; *p->at != '\0' && strchr(" \t\r\n", *p->at) == NULL; p->at++) {
        if (used < size - 1)
            word[used++] = *p->at > ' ' && *p->at <= '~' ? *p->at : '?';
    }
    word[used] = '\0';
    return used > 0;
}

static bool find(const char *word, const char *const *list, unsigned count, unsigned *value)
{
    for (*value = 0; *value < count; ++*value) {
        if (strcmp(word, list[*value]) == 0)
            return true;
    }
    return false;
}

/* `T3`, `w8`: a letter and a number from 1. */
static bool numbered(const char *word, char letter, unsigned count, unsigned *value)
{
    *value = (unsigned)(word[1] - '1');
    return word[0] == letter && word[1] != '\0' && word[2] == '\0' && *value < count;
}

static bool parse_operand(parser *p, char operand, const char *word, unsigned *value)
{
    switch (operand) {
    case 'T':
        return numbered(word, 'T', STRESS_SEQ_THREADS, value) ||
               refuse(p, "'%s' is no thread (T1 to T%d)", word, STRESS_SEQ_THREADS);
    case 'w':
        return numbered(word, 'w', STRESS_SEQ_WEAKS, value) ||
               refuse(p, "'%s' is no weak reference (w1 to w%d)", word, STRESS_SEQ_WEAKS);
    case 't':
        return find(word, type_words, STRESS_SEQ_TYPE_COUNT, value) ||
               refuse(p, "'%s' is no type", word);
    default:
        *value = (unsigned)(word[0] - 'a');
        return (word[1] == '\0' && *value < STRESS_SEQ_OBJECTS) ||
               refuse(p, "'%s' is no object (a to %c)", word, 'a' + STRESS_SEQ_OBJECTS - 1);
    }
}

static bool parse_line(parser *p, const char *thread, stress_seq_op *op)
{
    char word[32];
    unsigned value;
    if (!parse_operand(p, 'T', thread, &value))
        return false;
    op->thread = (uint8_t)value;
    if (!next_word(p, word, sizeof word))
        return refuse(p, "an operation is missing after %s", thread);
    if (!find(word, words, STRESS_SEQ_KIND_COUNT, &value))
        return refuse(p, "unknown operation '%s'", word);
    op->kind = (uint8_t)value;
    for (const char *o = operands_of[op->kind]; *o != '\0'; o++) {
        if (!next_word(p, word, sizeof word))
            return refuse(p, "%s needs %zu operand%s", words[op->kind],
                          strlen(operands_of[op->kind]), operands_of[op->kind][1] ? "s" : "");
        if (!parse_operand(p, *o, word, &value))
            return false;
        *(*o == 'o' ? &op->object : &op->other) = (uint8_t)value;
    }
    if (next_word(p, word, sizeof word))
        return refuse(p, "'%s' is too much", word);
    return true;
}

bool stress_seq_parse(stress_seq *s, const char *text, char *error, size_t size)
{
    parser p = {.at = text, .line = 1, .error = error, .size = size};
    s->length = 0;
    for (;; p.at++, p.line++) {
        char word[32];
        stress_seq_op op = {0};
        if (next_word(&p, word, sizeof word) && word[0] != '#') {
            if (!parse_line(&p, word, &op))
                return false;
            if (s->length == STRESS_SEQ_MOST)
                return refuse(&p, "more than %d operations", STRESS_SEQ_MOST);
            s->op[s->length++] = op;
        }
        p.at += strcspn(p.at, "\n");
        if (*p.at == '\0')
            return true;
    }
}
