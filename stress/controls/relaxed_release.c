/*
 * relaxed_release.c: what ThreadSanitizer must report: a last release that orders nothing.
 */
#define RELEASE(count) rc_fetch_sub_relaxed(count, 1)
#include "stress/controls/counted.h"
