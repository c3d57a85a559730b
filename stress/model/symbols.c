/*
 * symbols.c: see symbols.h. Asks binutils: addr2line for lines, nm for variables.
 */
#include "stress/model/symbols.h"

#include "stress/model/machine.h"

#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static uintptr_t load_base;
static char executable[512];

static int find_base(struct dl_phdr_info *info, size_t size, void *unused)
{
    (void)size, (void)unused;
    load_base = info->dlpi_addr;
    return 1;
}

static void find_executable(void)
{
    if (executable[0] != '\0')
        return;
    dl_iterate_phdr(find_base, NULL);
    ssize_t length = readlink("/proc/self/exe", executable, sizeof executable - 1);
    executable[length > 0 ? length : 0] = '\0';
}

static void keep(char *into, const char *text)
{
    snprintf(into, MODEL_NAME, "%.*s", MODEL_NAME - 1, text);
}

/* "/build/dir/./refcount/weak.c:12 (discriminator 2)" */
static void parse_line(model_place *place, char *text)
{
    char *colon = strrchr(text, ':');
    if (colon != NULL) {
        *colon = '\0';
        place->line = (unsigned)strtoul(colon + 1, NULL, 10);
    }
    static const char *const tops[] = {"stress/", "refcount/", "gc/"};
    const char *start = text;
    for (int i = 0; i < 3; i++) {
        for (const char *at = text; (at = strstr(at, tops[i])) != NULL; at++) {
            if (at == text || at[-1] == '/')
                start = at;
        }
        if (start != text)
            break;
    }
    keep(place->file, start);
}

/* One call for as many addresses as a command line holds. */
static void ask(const uintptr_t *pc, unsigned count, model_place *place)
{
    enum { LINE = 1024 };
    char command[64 * 24 + sizeof executable + 64], line[LINE];
    int length = snprintf(command, sizeof command, "addr2line -a -f -i -e '%s'", executable);
    for (unsigned i = 0; i < count; i++)
        length += snprintf(command + length, sizeof command - (size_t)length, " %#lx",
                           (unsigned long)(pc[i] - load_base - 1));
    FILE *pipe = popen(command, "r");
    if (pipe == NULL)
        return;
    unsigned current = 0, within = 0;
    while (fgets(line, sizeof line, pipe) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "0x", 2) == 0) {
            current++;
            within = 0;
        } else if (current > 0 && current <= count) {
            model_place *p = &place[current - 1];
            if (within == 0)
                keep(p->function, line);
            else if (within == 1)
                parse_line(p, line);
            within++;
        }
    }
    pclose(pipe);
}

void model_find_places(const uintptr_t *pc, unsigned count, model_place *place)
{
    enum { AT_A_TIME = 64 };
    find_executable();
    memset(place, 0, count * sizeof *place);
    for (unsigned done = 0; done < count; done += AT_A_TIME) {
        unsigned part = count - done < AT_A_TIME ? count - done : AT_A_TIME;
        ask(pc + done, part, place + done);
    }
}

const char *model_file_name(const model_place *place)
{
    const char *slash = strrchr(place->file, '/');
    return slash != NULL ? slash + 1 : place->file;
}

static void name_variable(uintptr_t address, char *text, size_t size)
{
    char command[sizeof executable + 64], line[512], best[256] = "";
    uintptr_t best_at = 0;
    find_executable();
    snprintf(command, sizeof command, "nm -n --defined-only '%s'", executable);
    FILE *pipe = popen(command, "r");
    while (pipe != NULL && fgets(line, sizeof line, pipe) != NULL) {
        unsigned long at;
        char kind, name[256];
        if (sscanf(line, "%lx %c %255s", &at, &kind, name) == 3 && strchr("bBdD", kind) != NULL &&
            at + load_base <= address) {
            best_at = at + load_base;
            keep(best, name);
        }
    }
    if (pipe != NULL)
        pclose(pipe);
    unsigned offset = (unsigned)(address - best_at);
    if (best_at == 0)
        snprintf(text, size, "%#lx", (unsigned long)address);
    else if (offset == 0)
        snprintf(text, size, "%.60s", best);
    else
        snprintf(text, size, "%.60s+%u", best, offset);
}

void model_name_address(uintptr_t address, char *text, size_t size)
{
    uintptr_t offset = address - model_arena;
    uintptr_t heap = (uintptr_t)MODEL_THREADS * MODEL_HEAP;
    if (offset >= MODEL_ARENA) {
        name_variable(address, text, size);
        return;
    }
    if (offset >= heap) {
        snprintf(text, size, "stack of T%u", (unsigned)((offset - heap) / MODEL_STACK) + 1);
        return;
    }
    const model_block *b = model_block_at(address);
    if (b == NULL)
        snprintf(text, size, "%#lx", (unsigned long)address);
    else if (b->name != NULL)
        snprintf(text, size, "%s+%u", b->name, (unsigned)(address - b->start));
    else
        snprintf(text, size, "block %u+%u", (unsigned)(b - model.block) + 1,
                 (unsigned)(address - b->start));
}
