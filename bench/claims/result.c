/*
 * result.c: see result.h. What is reported goes straight into the JSON object that is printed in the end.
 */
#include "bench/claims/result.h"

#include "refcount/tool/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum kind { GATE, MUST, LIMIT, KINDS } kind;
static const char *const kind_name[KINDS] = {"gates", "musts", "limits"};

struct claim_result {
    const claim *claim;
    json_t *numbers, *series, *axes;
    json_t *said[KINDS]; /* arrays of {text, holds} */
};

static json_t *must_have(json_t *value)
{
    if (value == NULL)
        rc_cli_fail("no memory for a result");
    return value;
}

claim_result *claim_result_new(const claim *claim)
{
    claim_result *r = calloc(1, sizeof *r);
    if (r == NULL)
        rc_cli_fail("no memory for a result");
    r->claim = claim;
    r->numbers = must_have(json_object());
    r->series = must_have(json_object());
    r->axes = must_have(json_object());
    for (int i = 0; i < KINDS; i++)
        r->said[i] = must_have(json_array());
    return r;
}

void claim_result_free(claim_result *r)
{
    json_decref(r->numbers);
    json_decref(r->series);
    json_decref(r->axes);
    for (int i = 0; i < KINDS; i++)
        json_decref(r->said[i]);
    free(r);
}

void claim_number(claim_result *r, const char *name, double value)
{
    json_object_set_new(r->numbers, name, must_have(json_real(value)));
}

static void add(claim_result *r, const char *series, json_t *x, double y)
{
    json_t *points = json_object_get(r->series, series);
    if (points == NULL)
        json_object_set_new(r->series, series, points = must_have(json_array()));
    json_array_append_new(points, must_have(json_pack("[o, f]", x, y)));
}

void claim_point(claim_result *r, const char *series, double x, double y)
{
    add(r, series, must_have(json_real(x)), y);
}

void claim_bar(claim_result *r, const char *series, const char *name, double value)
{
    add(r, series, must_have(json_string(name)), value);
}

void claim_axes(claim_result *r, const char *x, const char *y, bool log)
{
    json_decref(r->axes);
    r->axes = must_have(json_pack("{s:s, s:s, s:b}", "x", x, "y", y, "log", log));
}

static bool say(claim_result *r, kind what, bool holds, const char *format, va_list arguments)
{
    char text[256];
    vsnprintf(text, sizeof text, format, arguments);
    json_array_append_new(r->said[what],
                          must_have(json_pack("{s:s, s:b}", "text", text, "holds", holds)));
    return holds;
}

bool claim_gate(claim_result *r, bool given, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(r, GATE, given, format, arguments);
    va_end(arguments);
    return given;
}

bool claim_must(claim_result *r, bool holds, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(r, MUST, holds, format, arguments);
    va_end(arguments);
    return holds;
}

void claim_limit(claim_result *r, bool seen, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(r, LIMIT, seen, format, arguments);
    va_end(arguments);
}

/* ------------------------------------------------------------------------------------- verdict */

/* How many of these statements are as `holds` says. */
static unsigned count(const claim_result *r, kind what, bool holds)
{
    unsigned n = 0;
    size_t i;
    json_t *entry;
    json_array_foreach(r->said[what], i, entry) n +=
        json_is_true(json_object_get(entry, "holds")) == holds;
    return n;
}

bool claim_is_invalid(const claim_result *r)
{
    /* Nothing said is nothing shown. */
    return count(r, GATE, false) > 0 || json_array_size(r->said[MUST]) == 0;
}

const char *claim_verdict(const claim_result *r)
{
    if (claim_is_invalid(r))
        return "INVALID";
    if (count(r, MUST, false) > 0)
        return "REFUTED";
    return count(r, LIMIT, true) > 0 ? "CONFIRMED WITH LIMITS" : "CONFIRMED";
}

static void print_all(const claim_result *r, kind what, bool holds, const char *mark)
{
    size_t i;
    json_t *entry;
    json_array_foreach(r->said[what], i, entry)
    {
        if (json_is_true(json_object_get(entry, "holds")) == holds)
            printf("      %s %s\n", mark, json_string_value(json_object_get(entry, "text")));
    }
}

void claim_print(const claim_result *r)
{
    printf("%-5s %s\n", r->claim->id, r->claim->sentence);
    printf("      %s\n", claim_verdict(r));
    print_all(r, GATE, false, "not given:");
    if (!claim_is_invalid(r)) {
        print_all(r, MUST, true, "+");
        print_all(r, MUST, false, "- does not hold:");
        print_all(r, LIMIT, true, "but");
    }
    putchar('\n');
}

json_t *claim_json(const claim_result *r)
{
    const claim *c = r->claim;
    json_t *object = must_have(json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:O, s:O, s:O}", "kind", "claim", "id", c->id, "name",
        c->name, "claim", c->sentence, "built", c->built, "measured", c->measured, "verdict",
        claim_verdict(r), "numbers", r->numbers, "series", r->series, "axes", r->axes));
    for (int i = 0; i < KINDS; i++)
        json_object_set(object, kind_name[i], r->said[i]);
    return object;
}
