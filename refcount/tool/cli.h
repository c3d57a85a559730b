/*
 * cli.h: what the command-line programs of stress/ and bench/ share. Not part of the library.
 *
 * Exit status of all of them: 0 all as it should be, 1 a violation was found, 2 bad usage or input after
 * one line on stderr.
 */
#ifndef RC_TOOL_CLI_H
#define RC_TOOL_CLI_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
#define RC_NORETURN [[noreturn]]
extern "C" {
#else
#define RC_NORETURN _Noreturn
#endif

enum { RC_EXIT_OK = 0, RC_EXIT_VIOLATION = 1, RC_EXIT_USAGE = 2 };

/* The program's name, for messages. Call first. */
void rc_cli_init(const char *program);

/* One line `program: message` on stderr, and exit with RC_EXIT_USAGE. */
RC_NORETURN void rc_cli_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The number that an option was given, decimal or 0x; fails unless it is one between min and max. */
uint64_t rc_cli_number(const char *option, const char *text, uint64_t min, uint64_t max);

/* The seconds that an option was given, as a decimal number up to max; fails unless it is one. */
double rc_cli_seconds(const char *option, const char *text, double max);

/* Does `name`, as given on the command line, choose `one`? "all" chooses each. */
bool rc_cli_matches(const char *name, const char *one);

/* Fails unless name is "all" or one of the backends; a decorated one only if `decorated`. */
void rc_cli_check_backend(const char *name, bool decorated);

/* Backend names and descriptions, a line each, on stdout. */
void rc_cli_list_backends(void);

/*
 * JSON results, an object a line, to a file or (path "-") to stdout. A file appears under its name only
 * when it is complete, at rc_json_close. NULL for path NULL, which the other calls ignore.
 */
typedef struct rc_json_out rc_json_out;
rc_json_out *rc_json_open(const char *path);
void rc_json_line(rc_json_out *out, json_t *object); /* takes object over */
void rc_json_close(rc_json_out *out);

/* Binds the calling thread to the index-th processor it may use, modulo their number. */
bool rc_tool_pin(unsigned index);

/* The index of the one that it is running on. */
unsigned rc_tool_processor(void);

/* How many processors the process may use. */
unsigned rc_tool_processors(void);

/* Seconds on the monotonic clock; processor seconds of the calling thread. */
double rc_tool_now(void);
double rc_tool_thread_seconds(void);

/* A line of progress that the next one overwrites, if stderr is a terminal. An empty one clears it. */
void rc_tool_progress(const char *format, ...) __attribute__((format(printf, 1, 2)));

#ifdef __cplusplus
}
#endif

#endif
