/*
 * tap.c: see tap.h.
 */
#include "refcount/tool/tap.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static unsigned results, failures;

bool tap_ok(bool ok, const char *format, ...)
{
    va_list arguments;
    pthread_mutex_lock(&mutex);
    results++;
    failures += !ok;
    printf("%s %u - ", ok ? "ok" : "not ok", results);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout); /* a forked child must not print it again, and a crash must not lose it */
    pthread_mutex_unlock(&mutex);
    return ok;
}

void tap_note(const char *format, ...)
{
    va_list arguments;
    pthread_mutex_lock(&mutex);
    fputs("# ", stdout);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout);
    pthread_mutex_unlock(&mutex);
}

int tap_done(void)
{
    printf("1..%u\n", results);
    return results > 0 && failures == 0 ? 0 : 1;
}
