/*
 * scale.c: see scale.h.
 */
#include "refcount/tool/scale.h"

#include <stdlib.h>

uint64_t rc_tool_scaled(uint64_t full)
{
    const char *percent = getenv("RC_TEST_PERCENT");
    uint64_t scaled = percent != NULL ? full * strtoull(percent, NULL, 10) / 100 : full;
    return scaled > 0 ? scaled : 1;
}
