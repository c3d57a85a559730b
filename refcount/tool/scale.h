/*
 * scale.h: how much of a test a lane has time for.
 */
#ifndef RC_TOOL_SCALE_H
#define RC_TOOL_SCALE_H

#include <stdint.h>

/*
 * `full` scaled down by the environment variable RC_TEST_PERCENT, which the sanitizer and Valgrind lanes
 * set. Never below 1.
 */
uint64_t rc_tool_scaled(uint64_t full);

#endif
