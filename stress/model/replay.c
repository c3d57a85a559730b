/*
 * replay.c: see replay.h.
 */
#include "stress/model/replay.h"

#include "refcount/tool/cli.h"
#include "stress/model/columns.h"
#include "stress/model/programs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void write_learned(const model_learned *learned, void *file)
{
    fprintf(file, "learned %lx %u %u %d\n", (unsigned long)learned->address, learned->starts,
            learned->threads, learned->written);
}

bool model_replay_write(const char *path, const model_verdict *v)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    fprintf(file, "rc-model 1\nprogram %s\nbackend %s\nstrong %d\nsuspended %d %u\n",
            v->program->name, v->backend, v->setup.strong, v->setup.suspended,
            v->setup.suspended_step);
    model_each_learned(write_learned, file);
    fprintf(file, "decisions");
    for (unsigned i = 0; i < v->result.decisions.count; i++) {
        unsigned decision = v->result.decisions.decision[i];
        fprintf(file, decision & MODEL_CHOICE ? " .%u" : " %u", decision & ~(unsigned)MODEL_CHOICE);
    }
    fprintf(file, "\n");
    bool failed = ferror(file) != 0;
    return fclose(file) == 0 && !failed;
}

static void read_program(const char *path, const char *name)
{
    for (const model_program *const *p = model_programs(); *p != NULL; p++) {
        if (strcmp((*p)->name, name) == 0)
            model.program = *p;
    }
    if (model.program == NULL)
        rc_cli_fail("%s: there is no program '%s'", path, name);
}

static void read_decisions(const char *path, char *text, model_decisions *decisions)
{
    char *end, *rest;
    for (char *word = strtok_r(text, " \n", &rest); word != NULL;
         word = strtok_r(NULL, " \n", &rest)) {
        bool choice = word[0] == '.';
        unsigned long value = strtoul(word + choice, &end, 10);
        if (end == word + choice || *end != '\0' || value >= (choice ? 128 : MODEL_THREADS) ||
            decisions->count == MODEL_NODES)
            rc_cli_fail("%s: no decision: '%s'", path, word);
        decisions->decision[decisions->count++] = (uint8_t)(value | (choice ? MODEL_CHOICE : 0));
    }
}

/* One line; false if there is no such one. */
static bool read_line(const char *path, char *line, model_decisions *decisions)
{
    char word[64];
    int strong, written;
    unsigned long address;
    unsigned starts, threads;
    if (sscanf(line, "program %63s", word) == 1) {
        read_program(path, word);
    } else if (sscanf(line, "backend %63s", word) == 1) {
        rc = strcmp(word, "-") == 0 ? rc_ops_at(0) : rc_ops_find(word);
        if (rc == NULL)
            rc_cli_fail("%s: there is no backend '%s'", path, word);
    } else if (sscanf(line, "strong %d", &strong) == 1) {
        model_config.strong = strong != 0;
    } else if (sscanf(line, "suspended %d %u", &model_config.suspended,
                      &model_config.suspended_step) == 2) {
        return true;
    } else if (sscanf(line, "learned %lx %u %u %d", &address, &starts, &threads, &written) == 4) {
        model_learned learned = {address, (uint8_t)starts, (uint8_t)threads, written != 0};
        if (!model_learn(&learned))
            rc_cli_fail("%s: from another build: there is no variable at %#lx", path, address);
    } else if (strncmp(line, "decisions", 9) == 0) {
        read_decisions(path, line + 9, decisions);
    } else {
        return false;
    }
    return true;
}

bool model_replay_play(const char *path)
{
    static model_decisions decisions;
    char *line = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        rc_cli_fail("cannot read %s: %s", path, strerror(errno));
    if (getline(&line, &size, file) < 0 || strcmp(line, "rc-model 1\n") != 0)
        rc_cli_fail("%s is no execution that rc-model has written", path);
    model.search++;
    model.run++;
    while (getline(&line, &size, file) >= 0) {
        if (!read_line(path, line, &decisions))
            rc_cli_fail("%s: unknown line: %.*s", path, (int)strcspn(line, "\n"), line);
    }
    free(line);
    fclose(file);
    if (model.program == NULL || rc == NULL)
        rc_cli_fail("%s names no program or no backend", path);
    printf("%s on %s\n", model.program->name, rc->get_backend()->name);
    model_print_columns(stdout, &decisions);
    if (model.end == MODEL_AGAIN)
        rc_cli_fail("%s: from another build: the execution is another one", path);
    return model_found.oracle != MODEL_NO_FAULT;
}
