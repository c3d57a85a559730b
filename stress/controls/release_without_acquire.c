/*
 * release_without_acquire.c: what ThreadSanitizer must report: a last release that publishes its own uses
 * of the object and does not wait for those of others.
 */
#define RELEASE(count) rc_fetch_sub_release(count, 1)
#include "stress/controls/counted.h"
