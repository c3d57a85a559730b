/*
 * table.c: see table.h.
 */
#include "stress/progress/table.h"

#include "refcount/tool/cli.h"
#include "refcount/tool/scale.h"
#include "stress/harness/suspend.h"
#include "stress/oracles/faults.h"
#include "stress/support/threads.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* How many threads are suspended at random; a lane with less time does less. */
enum { SUSPENSIONS = 300 };

void progress_worsen(progress_row *row, rc_progress measured, const char *format, ...)
{
    if (measured <= row->measured)
        return;
    row->measured = measured;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(row->why, sizeof row->why, format, arguments);
    va_end(arguments);
}

static void measure_row(progress_table *t, const progress_claim *claim, const progress_setting *s)
{
    if (t->rows == PROGRESS_ROWS)
        rc_cli_fail("more than %d rows", (int)PROGRESS_ROWS);
    progress_row *row = &t->row[t->rows++];
    *row = (progress_row){.claim = claim, .setting = s, .measured = RC_WAIT_FREE};
    bool both = (s->purpose & (FOR_COUNTING | FOR_THE_END | FOR_POOR)) != 0;
    for (int counters = 0; counters <= both; counters++) {
        progress_measure_stops(t, row, counters);
        progress_measure_rivals(t, row, counters);
    }
}

void progress_measure(progress_table *t, const rc_ops *ops, const char *only, uint64_t seed)
{
    memset(t, 0, sizeof *t);
    t->ops = ops;
    t->seed = seed;
    for (const progress_claim *claim = progress_claims; claim->operation != NULL; claim++) {
        if (only != NULL && strcmp(only, claim->operation) != 0)
            continue;
        for (const progress_setting *s = progress_settings; s->name != NULL; s++) {
            if ((claim->purposes & s->purpose) != 0 && progress_applies(s, ops->get_backend()))
                measure_row(t, claim, s);
        }
    }
    if (stress_suspend_works())
        progress_measure_suspended(t, (unsigned)rc_tool_scaled(SUSPENSIONS));
}

/* ------------------------------------------------------------------------------------- judgement */

/* The row that decides the claim's operation: the worst; NULL if it was not measured. */
static const progress_row *worst(const progress_table *t, const progress_claim *claim)
{
    const progress_row *found = NULL;
    for (unsigned i = 0; i < t->rows; i++) {
        const progress_row *row = &t->row[i];
        if (row->claim == claim && (found == NULL || row->measured > found->measured))
            found = row;
    }
    return found;
}

static void complain(const progress_claim *claim, const progress_row *row, rc_progress claimed)
{
    const char *in = row->setting->name;
    stress_faults_phase(row->by_chance ? STRESS_BY_CHANCE : STRESS_SCRIPTED);
    if (row->measured > claimed)
        stress_fault(STRESS_PROGRESS, "%s is %s, %s by %s%s%s: %s", claim->operation,
                     progress_class_name(row->measured), progress_class_name(claimed),
                     claim->source, in[0] != '\0' ? "; " : "", in, row->why);
    else
        stress_fault(STRESS_PROGRESS, "%s is %s by %s, and was never seen to be: %s at the worst",
                     claim->operation, progress_class_name(claimed), claim->source,
                     progress_class_name(row->measured));
}

unsigned progress_judge(const progress_table *t)
{
    unsigned faults = 0;
    for (const progress_claim *claim = progress_claims; claim->operation != NULL; claim++) {
        const progress_row *row = worst(t, claim);
        rc_progress claimed = claim->claimed(t->ops->get_backend());
        if (row == NULL || row->measured == claimed)
            continue;
        complain(claim, row, claimed);
        faults++;
    }
    if (t->unclean > 0)
        stress_fault(STRESS_LEAK, "in %u worlds not every object died once", t->unclean);
    return faults;
}

/* ----------------------------------------------------------------------------------------- print */

static void add(char *text, unsigned size, const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
}

static void print_row(const progress_row *row, char mark, const char *operation,
                      const char *claimed, char *text, unsigned size)
{
    char evidence[200];
    if (row->measured == RC_WAIT_FREE)
        snprintf(evidence, sizeof evidence, "%u point%s at the most; %u stops, %u contests",
                 row->points, row->points == 1 ? "" : "s", row->stops, row->rivals);
    else
        snprintf(evidence, sizeof evidence, "%s", row->why);
    add(text, size, "  %c %-31s %-30s %-10s %-10s %s\n", mark, operation, row->setting->name,
        claimed, progress_class_name(row->measured), evidence);
}

void progress_print(const progress_table *t, char *text, unsigned size)
{
    text[0] = '\0';
    add(text, size, "    %-31s %-30s %-10s %-10s %s\n", "operation", "setting", "claimed",
        "measured", "evidence");
    for (const progress_claim *claim = progress_claims; claim->operation != NULL; claim++) {
        const char *operation = claim->operation;
        rc_progress class = claim->claimed(t->ops->get_backend());
        const char *claimed = progress_class_name(class);
        const progress_row *decides = worst(t, claim);
        bool less = decides != NULL && decides->measured < class;
        for (unsigned i = 0; i < t->rows; i++) {
            if (t->row[i].claim != claim)
                continue;
            char mark = less || t->row[i].measured > class ? '!' : ' ';
            print_row(&t->row[i], mark, operation, claimed, text, size);
            operation = claimed = "";
        }
    }
    add(text, size, "    %u threads suspended at any instruction, %u operations ended meanwhile\n",
        t->held, t->during);
}
