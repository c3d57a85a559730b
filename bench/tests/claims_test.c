/*
 * claims_test.c: that verdicts follow from what an experiment states, and from nothing else.
 */
#include "bench/claims/result.h"
#include "refcount/tool/cli.h"
#include "refcount/tool/tap.h"

#include <string.h>

static void nothing(claim_result *r)
{
    (void)r;
}

static const claim some = {"X01", "some", "Something is so.", "Built.", "Measured.", nothing};

typedef struct row {
    const char
        *said; /* G g: a gate, given or not; M m: must, holds or not; L l: limit, seen or not */
    const char *verdict;
} row;

static const row rows[] = {
    {"", "INVALID"},
    {"G", "INVALID"},
    {"L", "INVALID"},
    {"M", "CONFIRMED"},
    {"m", "REFUTED"},
    {"MMM", "CONFIRMED"},
    {"MmM", "REFUTED"},
    {"GM", "CONFIRMED"},
    {"gM", "INVALID"},
    {"gm", "INVALID"},
    {"GgM", "INVALID"},
    {"Gm", "REFUTED"},
    {"Ml", "CONFIRMED"},
    {"ML", "CONFIRMED WITH LIMITS"},
    {"MlL", "CONFIRMED WITH LIMITS"},
    {"mL", "REFUTED"},
    {"gML", "INVALID"},
    {"LMG", "CONFIRMED WITH LIMITS"},
};

static void say(claim_result *r, char what)
{
    bool good = strchr("GML", what) != NULL;
    switch (what) {
    case 'G':
    case 'g':
        claim_gate(r, good, "gate %c", what);
        break;
    case 'M':
    case 'm':
        claim_must(r, good, "must %c", what);
        break;
    default:
        claim_limit(r, good, "limit %c", what);
    }
}

static void verdicts(void)
{
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        claim_result *r = claim_result_new(&some);
        for (const char *c = rows[i].said; *c != '\0'; c++)
            say(r, *c);
        tap_ok(strcmp(claim_verdict(r), rows[i].verdict) == 0 &&
                   claim_is_invalid(r) == (strcmp(rows[i].verdict, "INVALID") == 0),
               "'%s' is %s", rows[i].said, rows[i].verdict);
        claim_result_free(r);
    }
}

static void object(void)
{
    claim_result *r = claim_result_new(&some);
    claim_number(r, "answer", 42);
    claim_axes(r, "x", "y", true);
    claim_point(r, "curve", 1, 2);
    claim_point(r, "curve", 3, 4);
    claim_bar(r, "bars", "one", 5);
    claim_must(r, false, "%d is %s", 1, "two");
    json_t *o = claim_json(r);
    char *text = json_dumps(o, JSON_COMPACT | JSON_REAL_PRECISION(6));
    tap_ok(strstr(text, "\"id\":\"X01\"") != NULL &&
               strstr(text, "\"verdict\":\"REFUTED\"") != NULL,
           "id and verdict stand in the object");
    tap_ok(strstr(text, "\"numbers\":{\"answer\":42.0}") != NULL, "and the numbers");
    tap_ok(strstr(text, "\"curve\":[[1.0,2.0],[3.0,4.0]]") != NULL &&
               strstr(text, "\"bars\":[[\"one\",5.0]]") != NULL,
           "curves and bars");
    tap_ok(strstr(text, "\"musts\":[{\"text\":\"1 is two\",\"holds\":false}]") != NULL,
           "and what decided");
    free(text);
    json_decref(o);
    claim_result_free(r);
}

int main(void)
{
    rc_cli_init("claims-test");
    verdicts();
    object();
    return tap_done();
}
