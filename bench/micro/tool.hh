/*
 * tool.hh: the command-line helpers and the kernels, which are C, for C++.
 */
#ifndef RC_BENCH_MICRO_TOOL_HH
#define RC_BENCH_MICRO_TOOL_HH

#include "refcount/tool/cli.h"

#include "bench/micro/kernel.h"

#endif
