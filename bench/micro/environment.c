/*
 * environment.c: on what the measurements were made.
 */
#include "bench/micro/environment.h"

#include "bench/counts/kernel.h"

#include <gnu/libc-version.h>
#include <linux/membarrier.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

/* The Makefile says which flags it used for the kernels. */
#ifndef RC_BENCH_FLAGS
#define RC_BENCH_FLAGS "unknown"
#endif

#ifndef RC_BENCH_CXX
#define RC_BENCH_CXX "unknown"
#endif
#ifndef RC_BENCH_RUSTC
#define RC_BENCH_RUSTC ""
#endif

static void cut_line(char *line)
{
    line[strcspn(line, "\n")] = '\0';
}

static void processor_model(char *model, size_t size)
{
    FILE *file = fopen("/proc/cpuinfo", "r");
    char line[256];
    snprintf(model, size, "unknown");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *value = strchr(line, ':');
        if (strncmp(line, "model name", 10) == 0 && value != NULL) {
            cut_line(value);
            snprintf(model, size, "%s", value + 2);
            break;
        }
    }
    if (file != NULL)
        fclose(file);
}

/* "unknown" outside of a repository. */
static void revision(char *text, size_t size)
{
    FILE *git = popen("git rev-parse --short=12 HEAD 2>/dev/null", "r");
    if (git == NULL || fgets(text, (int)size, git) == NULL)
        snprintf(text, size, "unknown");
    if (git != NULL)
        pclose(git);
    cut_line(text);
}

/* The barrier that others pay for: what hazard_asym and liburcu use, and how they do without it is slower. */
static const char *membarrier(void)
{
    long commands = syscall(SYS_membarrier, MEMBARRIER_CMD_QUERY, 0, 0);
    if (commands < 0)
        return "none";
    return commands & MEMBARRIER_CMD_PRIVATE_EXPEDITED ? "expedited" : "slow";
}

/* Versions of the packages that the peers and we are made with, as far as this is Debian and they are there. */
static json_t *libraries(void)
{
    FILE *list =
        popen("dpkg-query -W -f='${db:Status-Status} ${Package} ${Version}\\n' libc6 libck-dev "
              "liburcu-dev libbenchmark-dev libstdc++6 libboost-dev libglib2.0-0 libxenium-dev "
              "libcds-dev librust-arc-swap-dev python3 2>/dev/null",
              "r");
    json_t *versions = json_object();
    char line[256], name[128], version[128];
    while (list != NULL && fgets(line, sizeof line, list) != NULL) {
        if (sscanf(line, "installed %127s %127s", name, version) == 2)
            json_object_set_new(versions, name, json_string(version));
    }
    if (list != NULL)
        pclose(list);
    if (RC_BENCH_RUSTC[0] != '\0')
        json_object_set_new(versions, "rustc", json_string(RC_BENCH_RUSTC));
    return versions;
}

json_t *rc_bench_environment(void)
{
    struct utsname system;
    char model[128], commit[32], when[32];
    double load = -1;
    time_t now = time(NULL);
    struct tm utc;
    uname(&system);
    processor_model(model, sizeof model);
    revision(commit, sizeof commit);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    if (getloadavg(&load, 1) != 1)
        load = -1;
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:f, s:s, s:s, s:s, s:f, s:o}",
        "program", "rc-bench", "kind", "environment", "date", when, "compiler", rc_bench_compiler,
        "flags", RC_BENCH_FLAGS, "kernel", system.release, "machine", system.machine, "cpu", model,
        "libc", gnu_get_libc_version(), "processors", (int)sysconf(_SC_NPROCESSORS_ONLN), "load",
        load, "revision", commit, "cxx_compiler", RC_BENCH_CXX, "membarrier", membarrier(),
        "clock_step_ns", rc_bench_clock_step(), "libraries", libraries());
}

json_t *rc_bench_backend(const rc_backend_info *backend)
{
    static const char *const progress[] = {
        [RC_WAIT_FREE] = "wait-free", [RC_LOCK_FREE] = "lock-free", [RC_BLOCKING] = "blocking"};
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:b, s:i, s:i, s:s, s:s, s:s}", "program",
                     "rc-bench", "kind", "backend", "backend", backend->name, "description",
                     backend->description, "source", backend->source, "thread_safe",
                     backend->thread_safe, "deferred_death", backend->deferred_death,
                     "counter_size", (int)backend->counter_size, "header_size",
                     (int)backend->header_size, "retain", progress[backend->retain], "release",
                     progress[backend->release], "try_retain", progress[backend->try_retain]);
}
