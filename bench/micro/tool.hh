/*
 * tool.hh: the command-line helpers, which are C, for C++.
 */
#ifndef RC_BENCH_MICRO_TOOL_HH
#define RC_BENCH_MICRO_TOOL_HH

#include "refcount/tool/cli.h"

#endif
