/*
 * report.c: what a report looks like, and who gets it.
 *
 *   refcount: SUB_UAF: release of a dead object
 *       object  0x55d0c0ffee10 type `dict', count 0, destroyed
 *       now     thread 3  release          main+0x42 (prog)
 *       before  thread 3  release          worker+0x10 (prog)
 *               thread 1  new              main+0x20 (prog)
 *
 * REFCOUNT_CHECK=abort ends the program after the first one. After MOST_TEXTS reports the rest is only
 * counted: a program that makes one mistake in a loop is not helped by a million of them.
 */
#include "refcount/check/shadow.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"

#include <dlfcn.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MOST_TEXTS 200u

static _Atomic uint64_t reports[RC_MISUSE_KINDS];
static _Atomic uint64_t texts;
static _Atomic(void (*)(const rc_check_report *)) hook;

#define NAME_MISUSE(name, text) #name,
#define TEXT_MISUSE(name, text) text,
#define TEXT_OP(name, text) text,
static const char *const misuse_names[] = {RC_MISUSES(NAME_MISUSE)};
static const char *const misuse_texts[] = {RC_MISUSES(TEXT_MISUSE)};
static const char *const op_texts[] = {RC_CHECK_OPS(TEXT_OP)};
static const char *const what_texts[] = {
    [RC_CHECK_OBJECT] = "object", [RC_CHECK_COUNTER] = "counter", [RC_CHECK_WEAK] = "weak"};

uint64_t rc_check_reports(rc_misuse kind)
{
    return rc_load_relaxed(&reports[kind]); /* relaxed: a number to look at */
}

void rc_check_on_report(void (*function)(const rc_check_report *))
{
    rc_store_release(&hook, function);
}

const char *rc_misuse_name(rc_misuse kind)
{
    return misuse_names[kind];
}

void rc_check_site(const void *site, char *text, size_t size)
{
    Dl_info info;
    uintptr_t address = (uintptr_t)site;
    if (site == NULL) {
        snprintf(text, size, "-");
        return;
    }
    /* The call is before the address it returns to, which may be another function's if it never does. */
    if (dladdr((void *)(address - 1), &info) == 0 || info.dli_fname == NULL) {
        snprintf(text, size, "%p", site);
        return;
    }
    const char *slash = strrchr(info.dli_fname, '/');
    const char *program = slash != NULL ? slash + 1 : info.dli_fname;
    if (info.dli_sname != NULL)
        snprintf(text, size, "%s+0x%" PRIxPTR " (%s)", info.dli_sname,
                 address - (uintptr_t)info.dli_saddr, program);
    else /* what addr2line wants to know */
        snprintf(text, size, "+0x%" PRIxPTR " (%s)", address - (uintptr_t)info.dli_fbase, program);
}

/* ------------------------------------------------------------------------------------- text */

typedef struct block {
    char text[4096];
    size_t used;
} block;

__attribute__((format(printf, 2, 3))) static void add(block *b, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(b->text + b->used, sizeof b->text - b->used, format, arguments);
    va_end(arguments);
    if (length > 0)
        b->used += (size_t)length;
    if (b->used > sizeof b->text - 1)
        b->used = sizeof b->text - 1;
}

static void add_event(block *b, const char *label, const rc_check_event *event)
{
    char site[256];
    rc_check_site(event->site, site, sizeof site);
    add(b, "    %-7s thread %" PRIu32 "  %-17s %s\n", label, event->thread, op_texts[event->op],
        site);
}

static void add_object(block *b, const rc_check_report *report)
{
    static const char *const states[] = {
        [RC_CHECK_UNKNOWN] = "unknown",        [RC_CHECK_LIVE] = "live",
        [RC_CHECK_FINALIZING] = "in finalize", [RC_CHECK_IMMORTAL] = "immortal",
        [RC_CHECK_LEAKED] = "leaked",          [RC_CHECK_DEAD] = "destroyed"};
    const char *state = states[report->state];
    if (report->state == RC_CHECK_LIVE && report->count == 0)
        state = "all references given back";
    if (report->state == RC_CHECK_DEAD && report->what == RC_CHECK_WEAK)
        state = "freed";
    add(b, "    %-7s %p", what_texts[report->what], report->address);
    if (report->type != NULL)
        add(b, report->what == RC_CHECK_WEAK ? " to type `%s'," : " type `%s',", report->type);
    if (report->state != RC_CHECK_UNKNOWN && report->state != RC_CHECK_IMMORTAL)
        add(b, " count %" PRIu64 ",", report->count);
    add(b, " %s\n", state);
}

static void print(const rc_check_report *report)
{
    uint64_t number = rc_fetch_add_relaxed(&texts, 1) + 1; /* relaxed: a number */
    if (number > MOST_TEXTS)
        return;
    block b = {.used = 0};
    add(&b, "refcount: %s: %s\n", misuse_names[report->kind], misuse_texts[report->kind]);
    if (report->address != NULL)
        add_object(&b, report);
    add_event(&b, "now", &report->now);
    for (unsigned i = 0; i < report->events; i++)
        add_event(&b, i == 0 ? "before" : "", &report->before[i]);
    if (number == MOST_TEXTS)
        add(&b, "refcount: that was report %u: the others are only counted\n", MOST_TEXTS);
    fwrite(b.text, 1, b.used, stderr);
}

void rc_check_emit(const rc_check_report *report)
{
    rc_fetch_add_relaxed(&reports[report->kind], 1); /* relaxed: a number */
    void (*function)(const rc_check_report *) = rc_load_acquire(&hook);
    if (function != NULL)
        function(report);
    else
        print(report);
    const char *wish = getenv("REFCOUNT_CHECK");
    if (wish != NULL && strcmp(wish, "abort") == 0)
        abort();
}
