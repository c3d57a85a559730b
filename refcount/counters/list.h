/*
 * list.h: the counting backends, one X(name) each. A new backend is one file counters/<name>.h, with a
 * .c beside it if it has slow paths to keep out of line, and one entry here. Makefile, stress, bench and
 * documentation read this list. A build for some of them only defines it beforehand: make BACKENDS='atomic biased'.
 */
#ifndef RC_COUNTERS_LIST_H
#define RC_COUNTERS_LIST_H

#ifndef RC_BACKENDS
#define RC_BACKENDS(X)                                                                             \
    X(plain)                                                                                       \
    X(atomic)                                                                                      \
    X(biased)                                                                                      \
    X(mutex)                                                                                       \
    X(global)
#endif

#endif
