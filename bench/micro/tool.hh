/*
 * tool.hh: the command-line helpers and the kernels, which are C, for C++.
 */
#ifndef RC_BENCH_MICRO_TOOL_HH
#define RC_BENCH_MICRO_TOOL_HH

/* C++ has no such keyword, and the helpers' header uses it. */
#ifndef _Noreturn
#define _Noreturn __attribute__((noreturn))
#endif

extern "C" {
#include "refcount/tool/cli.h"
}

#include "bench/micro/kernel.h"

#endif
