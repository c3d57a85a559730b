/*
 * columns.c: see columns.h.
 *
 *     #  T1                                    T2
 *     1                                        compare-exchange acquire object+0
 *                                              0x10 -> 0x20 from T1 #0
 *                                              atomic.h:107 rc_atomic_counter_try_retain
 *
 * Plain accesses would fill pages; those to the bytes that the fault is about are shown, and no others. So
 * the execution is played twice: once to learn which these are.
 */
#include "stress/model/columns.h"

#include "stress/model/symbols.h"
#include "stress/model/trace.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 116, NUMBER = 5, LINES = 3, TEXT = 120, ROWS = 80 };

static const char *const order_names[] = {"relaxed", "consume", "acquire",
                                          "release", "acq_rel", "seq_cst"};

static const char *kind_name(unsigned kind)
{
    static const char *const names[] = {[MODEL_LOAD] = "load",
                                        [MODEL_STORE] = "store",
                                        [MODEL_RMW] = "modify",
                                        [MODEL_CAS] = "compare-exchange",
                                        [MODEL_FENCE] = "fence",
                                        [MODEL_LOCK] = "lock",
                                        [MODEL_TRYLOCK] = "trylock",
                                        [MODEL_UNLOCK] = "unlock",
                                        [MODEL_AWAIT] = "sees a change of",
                                        [MODEL_JOIN] = "the other thread has ended",
                                        [MODEL_WAIT] = "wait",
                                        [MODEL_WAKE] = "is woken",
                                        [MODEL_SIGNAL] = "signal",
                                        [MODEL_BARRIER] = "barrier of all threads",
                                        [MODEL_ENTER] = "begins to read",
                                        [MODEL_PROTECT] = "protects",
                                        [MODEL_LEAVE] = "leaves",
                                        [MODEL_RETIRE] = "retires",
                                        [MODEL_GRACE] = "readers have left",
                                        [MODEL_PLAIN_READ] = "reads",
                                        [MODEL_PLAIN_WRITE] = "writes",
                                        [MODEL_FREE] = "frees"};
    return names[kind];
}

static bool is_atomic(const model_record *r)
{
    return r->kind <= MODEL_FENCE;
}

static void number(uint64_t value, char *text, size_t size)
{
    snprintf(text, size, value < 10 ? "%llu" : "%#llx", (unsigned long long)value);
}

/* From whom, and what else could have been read. */
static void print_source(const model_record *r, char *text, size_t size)
{
    char newer[32] = "";
    if (r->newer > 0)
        snprintf(newer, sizeof newer, " (%u newer)", r->newer);
    if (r->from >= MODEL_RECORDS)
        snprintf(text, size, ", from before%s", newer);
    else
        snprintf(text, size, ", from T%u #%u%s", r->from_thread + 1u, r->from + 1u, newer);
}

static void print_values(const model_record *r, char *text, size_t size)
{
    char before[24], after[24], source[64];
    number(r->before, before, sizeof before);
    number(r->after, after, sizeof after);
    print_source(r, source, sizeof source);
    text[0] = '\0';
    if (r->kind == MODEL_LOAD)
        snprintf(text, size, "  reads %s%s", before, source);
    else if (r->kind == MODEL_STORE)
        snprintf(text, size, "  %s", after);
    else if (r->kind == MODEL_CAS && r->failed)
        snprintf(text, size, "  fails: %s%s", before, source);
    else if (r->kind == MODEL_CAS || r->kind == MODEL_RMW)
        snprintf(text, size, "  %s -> %s%s", before, after, source);
}

static void print_cell(const model_record *r, const model_place *place, char lines[LINES][TEXT])
{
    char address[MODEL_NAME] = "";
    if (r->address != 0)
        model_name_address(r->address, address, sizeof address);
    snprintf(lines[0], TEXT, "%s%s%s %s", kind_name(r->kind), is_atomic(r) ? " " : "",
             is_atomic(r) ? order_names[r->order] : "", address);
    print_values(r, lines[1], TEXT);
    snprintf(lines[2], TEXT, "  %s:%u %s", model_file_name(place), place->line, place->function);
}

static void print_row(FILE *out, unsigned at, const model_record *r, const model_place *place)
{
    char lines[LINES][TEXT];
    int width = (PAGE - NUMBER) / (int)model.threads;
    print_cell(r, place, lines);
    for (int i = 0; i < LINES; i++) {
        if (lines[i][0] == '\0')
            continue;
        if (i == 0)
            fprintf(out, "%*u  ", NUMBER - 2, at + 1);
        else
            fprintf(out, "%*s", NUMBER, "");
        fprintf(out, "%*s%.*s\n", width * (int)r->thread, "",
                PAGE - NUMBER - width * (int)r->thread, lines[i]);
    }
}

void model_print_columns(FILE *out, const model_decisions *decisions)
{
    static uintptr_t pc[MODEL_RECORDS];
    model_config.trace = true;
    model_watched = 0;
    model_search_replay(decisions);
    model_watched = model_found.address;
    model_search_replay(decisions);
    model_config.trace = false;
    unsigned count = model_recorded;
    model_place *place = calloc(count + 1, sizeof *place);
    if (place == NULL)
        return;
    for (unsigned i = 0; i < count; i++)
        pc[i] = model_records[i].pc;
    pc[count] = model_found.pc;
    model_find_places(pc, count + 1, place);
    fprintf(out, "%*s", NUMBER, "");
    for (unsigned t = 0; t < model.threads; t++)
        fprintf(out, "T%-*u", (PAGE - NUMBER) / (int)model.threads - 1, t + 1);
    fputc('\n', out);
    unsigned first = count > ROWS ? count - ROWS : 0;
    if (first > 0)
        fprintf(out, "     ... %u steps before\n", first);
    for (unsigned i = first; i < count; i++)
        print_row(out, i, &model_records[i], &place[i]);
    if (model_found.oracle != MODEL_NO_FAULT) {
        char address[MODEL_NAME] = "nothing";
        if (model_found.address != 0)
            model_name_address(model_found.address, address, sizeof address);
        fprintf(out, "     %s: %s\n", model_oracle_names[model_found.oracle], model_found.text);
        if (model_found.address != 0)
            fprintf(out, "     of %s\n", address);
        if (model_found.pc != 0)
            fprintf(out, "     at %s:%u %s\n", place[count].file, place[count].line,
                    place[count].function);
    } else {
        fprintf(out, "     no fault%s%s\n", model.said[0] != '\0' ? "; outcome " : "", model.said);
    }
    free(place);
}
