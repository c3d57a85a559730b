/*
 * suites.cc: the list of suites.
 */
#include "bench/micro/suite.hh"

#include <cstring>

const suite *const suites[] = {&counts_suite,     &sharing_suite, &slots_suite,   &mixes_suite,
                               &structures_suite, &sets_suite,    &garbage_suite, &cycles_suite,
                               &programs_suite,   nullptr};

const suite *find_suite(const char *name)
{
    for (const suite *const *each = suites; *each != nullptr; each++) {
        if (std::strcmp((*each)->name, name) == 0)
            return *each;
    }
    return nullptr;
}
