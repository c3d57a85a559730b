/*
 * overlap.c: see overlap.h.
 */
#include "stress/harness/overlap.h"

#include <stdbool.h>

static double share(const stress_times *one, const stress_times *two, unsigned strides)
{
    double together = 0, shorter = 0;
    for (unsigned i = 0; i < strides; i++) {
        uint64_t b1 = one->stride[i].begin, e1 = one->stride[i].end;
        uint64_t b2 = two->stride[i].begin, e2 = two->stride[i].end;
        uint64_t begin = b1 > b2 ? b1 : b2, end = e1 < e2 ? e1 : e2;
        together += end > begin ? (double)(end - begin) : 0;
        shorter += (double)(e1 - b1 < e2 - b2 ? e1 - b1 : e2 - b2);
    }
    bool apart = one->cpu >= 0 && two->cpu >= 0 && one->cpu != two->cpu;
    return apart && shorter > 0 ? together / shorter : 0;
}

double stress_overlap(const stress_times *times, unsigned actors, unsigned strides)
{
    double best = 0;
    for (unsigned i = 0; i < actors; i++) {
        for (unsigned j = 0; j < i; j++) {
            double this = share(&times[i], &times[j], strides);
            best = this > best ? this : best;
        }
    }
    return best;
}
