/*
 * real.h: finds the functions that a recorder stands in front of.
 */
#ifndef RC_BENCH_RECORD_REAL_H
#define RC_BENCH_RECORD_REAL_H

#include <stddef.h>

/* A function, and where its address goes in the recorder's own table. */
typedef struct rc_record_function {
    const char *name;
    size_t offset;
} rc_record_function;

/* An entry for a member of the table that has the function's name. */
#define RC_RECORD_FUNCTION(table, name)                                                            \
    {                                                                                              \
#name, offsetof(table, name)                                                               \
    }

/* The next definition behind the recorder's, or that of a library only the program can see; or NULL. */
void *rc_record_find_real(const char *name, const char *soname);

/*
 * Fills the table. A function that is not there ends the process with a line on stderr: the program
 * has called it, and there is nothing to pass the call on to.
 */
void rc_record_look_up(void *table, const rc_record_function *function, size_t n,
                       const char *soname);

#endif
