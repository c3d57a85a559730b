/*
 * main.c: rc-model: plays programs on backends, and reports.
 *
 * Each play runs in a process of its own, several at a time; what they print is kept in a file each, and
 * shown in the order of the programs.
 */
#include "stress/model/columns.h"
#include "stress/model/options.h"
#include "stress/model/programs.h"
#include "stress/model/replay.h"
#include "stress/model/report.h"
#include "stress/model/weaken.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct play {
    const model_program *program;
    const rc_ops *ops;
    pid_t process;
    FILE *text, *json;
    bool ended, as_it_should;
} play;

static play *plays;
static unsigned play_count;

static void collect_plays(const model_request *r)
{
    for (const model_program *const *p = model_programs(); *p != NULL; p++) {
        const rc_ops *ops;
        for (unsigned i = 0; (ops = rc_ops_at(i)) != NULL; i++) {
            if (!model_wanted(r, *p, ops))
                continue;
            plays = realloc(plays, (play_count + 1) * sizeof *plays);
            if (plays == NULL)
                rc_cli_fail("no memory");
            plays[play_count++] = (play){.program = *p, .ops = ops};
        }
    }
}

/* Keeps the execution, and says how to play it again. */
static void keep(const model_request *r, const model_verdict *v, FILE *out)
{
    char path[512];
    if ((mkdir(r->keep, 0777) != 0 && errno != EEXIST) ||
        snprintf(path, sizeof path, "%s/%s-%s.execution", r->keep, v->program->name, v->backend) >=
            (int)sizeof path ||
        !model_replay_write(path, v))
        fprintf(out, "    cannot be kept in %s: %s\n", r->keep, strerror(errno));
    else
        fprintf(out, "    repeat: rc-model --replay %s\n", path);
}

_Noreturn static void play_here(const model_request *r, const play *p)
{
    static model_verdict v;
    model_judge(p->program, p->ops, &r->setup, &v);
    model_print_verdict(p->text, &v);
    if (v.result.decisions.count > 0 && v.result.fault.oracle != MODEL_NO_FAULT &&
        (!v.as_it_should || r->show)) {
        model_print_columns(p->text, &v.result.decisions);
        keep(r, &v, p->text);
    }
    json_t *object = model_verdict_json(&v);
    json_dumpf(object, p->json, JSON_COMPACT | JSON_REAL_PRECISION(6));
    fputc('\n', p->json);
    fflush(p->text);
    fflush(p->json);
    _exit(v.as_it_should ? RC_EXIT_OK : RC_EXIT_VIOLATION);
}

static void start(const model_request *r, play *p)
{
    p->text = tmpfile();
    p->json = tmpfile();
    if (p->text == NULL || p->json == NULL)
        rc_cli_fail("cannot make a file for results: %s", strerror(errno));
    fflush(stdout);
    p->process = fork();
    if (p->process < 0)
        rc_cli_fail("cannot start a process: %s", strerror(errno));
    if (p->process == 0)
        play_here(r, p);
}

static void await_one(void)
{
    int status;
    pid_t ended = wait(&status);
    for (unsigned i = 0; i < play_count; i++) {
        play *p = &plays[i];
        if (p->process != ended || p->ended)
            continue;
        p->ended = true;
        p->as_it_should = WIFEXITED(status) && WEXITSTATUS(status) == RC_EXIT_OK;
        if (!WIFEXITED(status) || WEXITSTATUS(status) > RC_EXIT_VIOLATION)
            fprintf(p->text, "%-26s %-7s the checker itself has failed: status %#x\n",
                    p->program->name, p->ops->get_backend()->name, (unsigned)status);
    }
}

static void show(play *p, rc_json_out *json)
{
    char line[4096];
    rewind(p->text);
    while (fgets(line, sizeof line, p->text) != NULL)
        fputs(line, stdout);
    fflush(stdout);
    rewind(p->json);
    json_t *object = json_loadf(p->json, JSON_DISABLE_EOF_CHECK, NULL);
    if (object != NULL)
        rc_json_line(json, object);
    fclose(p->text);
    fclose(p->json);
}

/* True if everything was as it should be. */
static bool play_all(const model_request *r, rc_json_out *json)
{
    unsigned started = 0, running = 0, shown = 0, bad = 0;
    collect_plays(r);
    while (shown < play_count && (bad == 0 || !r->stop)) {
        while (started < play_count && running < r->jobs) {
            start(r, &plays[started++]);
            running++;
        }
        while (shown < started && plays[shown].ended) {
            bad += !plays[shown].as_it_should;
            show(&plays[shown++], json);
            if (bad > 0 && r->stop)
                break;
        }
        if (running > 0 && shown < play_count && !(bad > 0 && r->stop)) {
            await_one();
            running--;
        }
    }
    for (unsigned i = shown; i < started; i++) {
        if (!plays[i].ended)
            kill(plays[i].process, SIGKILL);
    }
    printf("%u of %u plays as they should be\n", shown - bad, play_count);
    if (play_count == 0)
        rc_cli_fail("there is no such program for this backend");
    return bad == 0;
}

int main(int argc, char **argv)
{
    rc_cli_init("rc-model");
    model_request r = model_parse(argc, argv);
    model_machine_init();
    rc_json_out *json = rc_json_open(r.json);
    bool good;
    if (r.replay != NULL)
        good = !model_replay_play(r.replay);
    else if (r.orders)
        good = model_weaken_all(&r, json) == 0;
    else
        good = play_all(&r, json);
    rc_json_close(json);
    return good ? RC_EXIT_OK : RC_EXIT_VIOLATION;
}
