/*
 * real.c: finds the functions that a recorder stands in front of.
 */
#include "bench/record/real.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The second look is for a library that a plugin has loaded for itself. */
void *rc_record_find_real(const char *name, const char *soname)
{
    void *symbol = dlsym(RTLD_NEXT, name);
    if (symbol)
        return symbol;
    void *library = dlopen(soname, RTLD_LAZY | RTLD_NOLOAD);
    return library ? dlsym(library, name) : NULL;
}

void rc_record_look_up(void *table, const rc_record_function *function, size_t n,
                       const char *soname)
{
    for (size_t i = 0; i < n; i++) {
        void *symbol = rc_record_find_real(function[i].name, soname);
        if (!symbol) {
            fprintf(stderr, "rc-record: no %s in %s\n", function[i].name, soname);
            abort();
        }
        /* A copy: ISO C has no cast from an object's address to a function's. */
        memcpy((char *)table + function[i].offset, &symbol, sizeof symbol);
    }
}
