/*
 * cli.c: usage errors, numbers, and the choice of backends.
 */
#include "refcount/tool/cli.h"

#include "refcount/ops.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *program = "refcount";

void rc_cli_init(const char *name)
{
    program = name;
}

_Noreturn void rc_cli_fail(const char *format, ...)
{
    va_list arguments;
    rc_tool_progress("%s", "");
    fprintf(stderr, "%s: ", program);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(RC_EXIT_USAGE);
}

uint64_t rc_cli_number(const char *option, const char *text, uint64_t min, uint64_t max)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 0);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || number < min ||
        number > max)
        rc_cli_fail("%s wants a number from %llu to %llu, not '%s'", option,
                    (unsigned long long)min, (unsigned long long)max, text);
    return number;
}

double rc_cli_seconds(const char *option, const char *text, double max)
{
    char *end;
    errno = 0;
    double number = strtod(text, &end);
    /* Digits first: strtod also knows signs, hexadecimal, "inf" and "nan". */
    if (text[0] < '0' || text[0] > '9' || text[1] == 'x' || *end != '\0' || errno != 0 ||
        number > max)
        rc_cli_fail("%s wants seconds from 0 to %.0f, not '%s'", option, max, text);
    return number;
}

bool rc_cli_matches(const char *name, const char *one)
{
    return strcmp(name, "all") == 0 || strcmp(name, one) == 0;
}

void rc_cli_check_backend(const char *name, bool decorated)
{
    if (strcmp(name, "all") == 0)
        return;
    if (rc_ops_find(name) == NULL)
        rc_cli_fail("unknown backend '%s' (--list shows them)", name);
    if (!decorated && strchr(name, '+') != NULL)
        rc_cli_fail("the inline backends here have no decorators: '%s'", name);
}

void rc_cli_list_backends(void)
{
    const rc_ops *ops;
    for (unsigned i = 0; (ops = rc_ops_at(i)) != NULL; i++)
        printf("%-8s %s\n", ops->get_backend()->name, ops->get_backend()->description);
}
