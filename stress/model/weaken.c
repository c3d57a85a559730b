/*
 * weaken.c: see weaken.h.
 *
 * First all programs are played as they are, to learn which operations with an order there are, and which
 * programs use them. Then each order is weakened: acquire and release to relaxed, acq_rel to acquire and, as a
 * try of its own, to release, seq_cst to acq_rel. The programs that use it are played until one has a fault.
 * An order that nobody misses is either stronger than it need be, or a hole in the programs.
 */
#include "stress/model/weaken.h"

#include "stress/model/orders.h"
#include "stress/model/programs.h"
#include "stress/model/symbols.h"
#include "stress/model/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLAYS = 512, SITES = 512, PLACES = 256 };

typedef struct play {
    const model_program *program;
    const rc_ops *ops;
} play;

/* One operation in the sources. */
typedef struct site {
    model_place place;
    uint8_t order;
    unsigned places;
    model_order_place *at[PLACES];
    bool used_by[PLAYS];
} site;

static play plays[PLAYS];
static site sites[SITES];
static unsigned play_count, site_count;
static model_verdict verdict;

static const char *const names[] = {"relaxed", "consume", "acquire",
                                    "release", "acq_rel", "seq_cst"};

static bool is_library(const model_place *p)
{
    return strncmp(p->file, "refcount/", 9) == 0 || strncmp(p->file, "gc/", 3) == 0;
}

static site *site_of(const model_place *place, uint8_t order)
{
    for (unsigned i = 0; i < site_count; i++) {
        if (sites[i].order == order && sites[i].place.line == place->line &&
            strcmp(sites[i].place.file, place->file) == 0)
            return &sites[i];
    }
    if (site_count == SITES)
        rc_cli_fail("too many operations with a memory order");
    sites[site_count].place = *place;
    sites[site_count].order = order;
    return &sites[site_count++];
}

/* The operations that this play was the first to use, and those that others have used before. */
static void learn(unsigned number)
{
    static uintptr_t pc[1024];
    static model_place place[1024];
    static model_order_place *at[1024];
    unsigned count = 0;
    for (unsigned i = 0; i < model_order_slots() && count < 1024; i++) {
        model_order_place *p = &model_order_places()[i];
        if (p->pc == 0 || !p->used || p->order == MODEL_RELAXED)
            continue;
        p->used = false;
        at[count] = p;
        pc[count++] = p->pc;
    }
    model_find_places(pc, count, place);
    for (unsigned i = 0; i < count; i++) {
        if (!is_library(&place[i]))
            continue;
        site *s = site_of(&place[i], at[i]->order);
        unsigned have = 0;
        while (have < s->places && s->at[have] != at[i])
            have++;
        if (have == s->places && have < PLACES)
            s->at[s->places++] = at[i];
        s->used_by[number] = true;
    }
}

static void setup_of(const model_request *request, model_setup *setup)
{
    *setup = request->setup;
    if (setup->executions == 0)
        setup->executions = 100000;
}

static void play_all(const model_request *request)
{
    model_setup setup;
    setup_of(request, &setup);
    setup.executions = 3000; /* to see what is used */
    for (const model_program *const *p = model_programs(); *p != NULL; p++) {
        const rc_ops *ops;
        for (unsigned i = 0; (ops = rc_ops_at(i)) != NULL; i++) {
            if ((*p)->bare || (*p)->broken || !ops->get_backend()->thread_safe ||
                !model_fits(*p, ops) || !model_wanted(request, *p, ops) || play_count == PLAYS)
                continue;
            rc = ops;
            model_config = setup;
            model_search(*p, &verdict.result);
            plays[play_count] = (play){*p, ops};
            learn(play_count++);
        }
    }
}

/* True if a program misses it. */
static bool try_weaker(const model_request *request, const site *s, uint8_t weaker, char *said,
                       size_t size)
{
    model_setup setup;
    setup_of(request, &setup);
    said[0] = '\0';
    for (unsigned i = 0; i < s->places; i++)
        s->at[i]->weaker = weaker;
    for (unsigned i = 0; i < play_count && said[0] == '\0'; i++) {
        if (!s->used_by[i])
            continue;
        rc = plays[i].ops;
        model_config = setup;
        model_search(plays[i].program, &verdict.result);
        const model_fault *fault = &verdict.result.fault;
        if (fault->oracle != MODEL_NO_FAULT && fault->oracle != MODEL_TOO_LARGE)
            snprintf(said, size, "%s on %s: %s", plays[i].program->name,
                     plays[i].ops->get_backend()->name, model_oracle_names[fault->oracle]);
    }
    for (unsigned i = 0; i < s->places; i++)
        s->at[i]->weaker = s->order;
    return said[0] != '\0';
}

static unsigned weaken(const model_request *request, const site *s, uint8_t weaker,
                       rc_json_out *json)
{
    char said[200];
    bool noticed = try_weaker(request, s, weaker, said, sizeof said);
    printf("%-30s %-34s %-8s -> %-8s %s\n", model_file_name(&s->place), s->place.function,
           names[s->order], names[weaker], noticed ? said : "NOBODY NOTICES");
    fflush(stdout);
    rc_json_line(json, json_pack("{s:s, s:s, s:i, s:s, s:s, s:s, s:b, s:s}", "kind", "order",
                                 "file", s->place.file, "line", (int)s->place.line, "function",
                                 s->place.function, "order", names[s->order], "weaker",
                                 names[weaker], "noticed", noticed, "by", said));
    return !noticed;
}

static int by_place(const void *one, const void *other)
{
    const site *a = one, *b = other;
    int file = strcmp(a->place.file, b->place.file);
    return file != 0 ? file : (int)a->place.line - (int)b->place.line;
}

unsigned model_weaken_all(const model_request *request, rc_json_out *json)
{
    unsigned unnoticed = 0;
    model_orders_watched = true;
    play_all(request);
    qsort(sites, site_count, sizeof sites[0], by_place);
    for (unsigned i = 0; i < site_count; i++) {
        const site *s = &sites[i];
        if (s->order == MODEL_SEQ_CST) {
            unnoticed += weaken(request, s, MODEL_ACQ_REL, json);
        } else if (s->order == MODEL_ACQ_REL) {
            unnoticed += weaken(request, s, MODEL_ACQUIRE, json);
            unnoticed += weaken(request, s, MODEL_RELEASING, json);
        } else {
            unnoticed += weaken(request, s, MODEL_RELAXED, json);
        }
    }
    model_orders_watched = false;
    return unnoticed;
}
