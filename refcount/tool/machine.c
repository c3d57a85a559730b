/*
 * machine.c: processors, clocks, and the terminal.
 */
#include "refcount/tool/cli.h"

#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* The processors of the process as it started: a thread that is pinned knows only its own. */
static cpu_set_t allowed;

__attribute__((constructor)) static void remember_processors(void)
{
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        CPU_ZERO(&allowed);
}

unsigned rc_tool_processors(void)
{
    int count = CPU_COUNT(&allowed);
    return count > 0 ? (unsigned)count : 1;
}

bool rc_tool_pin(unsigned index)
{
    unsigned left = index % rc_tool_processors();
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (CPU_ISSET(cpu, &allowed) && left-- == 0) {
            cpu_set_t one;
            CPU_ZERO(&one);
            CPU_SET(cpu, &one);
            return pthread_setaffinity_np(pthread_self(), sizeof one, &one) == 0;
        }
    }
    return false;
}

unsigned rc_tool_processor(void)
{
    int here = sched_getcpu();
    unsigned index = 0;
    for (int cpu = 0; cpu < here; cpu++)
        index += CPU_ISSET(cpu, &allowed) != 0;
    return index;
}

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double rc_tool_now(void)
{
    return seconds_of(CLOCK_MONOTONIC);
}

double rc_tool_thread_seconds(void)
{
    return seconds_of(CLOCK_THREAD_CPUTIME_ID);
}

void rc_tool_progress(const char *format, ...)
{
    static bool shown;
    va_list arguments;
    char line[160];
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (!isatty(STDERR_FILENO) || (line[0] == '\0' && !shown))
        return;
    fprintf(stderr, "\r\033[K%s", line);
    fflush(stderr);
    shown = line[0] != '\0';
}
