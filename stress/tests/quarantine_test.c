/*
 * quarantine_test.c: the allocator that keeps what was freed: what it reports, what it counts, what it fails.
 */
#include "refcount/platform.h"
#include "stress/oracles/quarantine.h"
#include "stress/oracles/shortage.h"
#include "stress/tests/plays.h"

enum { SIZE = 100, HEADER = 16 };

static stress_report report;

static uint64_t faults_of(stress_oracle oracle)
{
    return stress_faults_of(&report.faults, oracle);
}

static void begin(void)
{
    memset(&report, 0, sizeof report);
    stress_faults_open(&report.faults);
}

static void test_life(void)
{
    begin();
    char *block = rc_platform_allocate(SIZE), *other = rc_platform_allocate(SIZE);
    memset(block, 1, SIZE);
    tap_ok(stress_quarantine_settle() == 2, "settle counts what is in use");
    rc_platform_release(other);
    tap_ok(stress_quarantine_settle() == 1, "a block that was released is not in use");
    tap_ok(block[0] == 1 && block[SIZE - 1] == 1, "settle leaves a block in use as it is");
    rc_platform_release(NULL);
    tap_ok(stress_quarantine_empty() == 1 && stress_quarantine_settle() == 0,
           "empty counts what is in use, and ends it");
    tap_ok(stress_faults_total(&report.faults) == 0, "a good life is no fault");
}

/* Of a released block of `size` bytes the first `kept` are as they were, and no others. */
static void test_kept(unsigned size, unsigned kept)
{
    begin();
    unsigned char *block = rc_platform_allocate(size);
    memset(block, 7, size);
    rc_platform_release(block);
    unsigned as_it_was = 0, changed = 0;
    for (unsigned i = 0; i < size; i++) {
        as_it_was += i < kept && block[i] == 7;
        changed += i >= kept && block[i] != 7;
    }
    tap_ok(as_it_was == kept, "a released block of %u bytes keeps %u", size, kept);
    tap_ok(changed == size - kept, "and nothing else");
    stress_quarantine_settle();
    tap_ok(stress_faults_total(&report.faults) == 0, "reading it is no fault");
}

static void test_double_release(void)
{
    begin();
    char *block = rc_platform_allocate(SIZE);
    rc_platform_release(block);
    rc_platform_release(block);
    tap_ok(faults_of(STRESS_DOUBLE_FREE) == 1 && stress_faults_total(&report.faults) == 1,
           "a second release is one fault: %s", report.faults.first[STRESS_DOUBLE_FREE]);
    stress_quarantine_settle();
    tap_ok(stress_faults_total(&report.faults) == 1, "and the block is freed once");
}

/* A byte of a released block is changed; `where` from its beginning. */
static void test_write(unsigned size, unsigned where)
{
    begin();
    char *block = rc_platform_allocate(size);
    memset(block, 0, size);
    rc_platform_release(block);
    block[where]++;
    stress_quarantine_settle();
    char said[64];
    snprintf(said, sizeof said, "byte %u of a freed block of %u bytes", where, size);
    tap_ok(faults_of(STRESS_USE_AFTER_FREE) == 1 && stress_faults_total(&report.faults) == 1 &&
               strstr(report.faults.first[STRESS_USE_AFTER_FREE], said) != NULL,
           "a write to byte %u of %u is seen", where, size);
}

static unsigned allocated(unsigned tries)
{
    unsigned made = 0;
    for (unsigned i = 0; i < tries; i++) {
        void *block = rc_platform_allocate(SIZE);
        made = made << 1 | (block != NULL);
        rc_platform_release(block);
    }
    return made;
}

static void test_failing(void)
{
    begin();
    stress_shortage(3, false);
    tap_ok(allocated(5) == 0x1b, "the third allocation fails, and only that one"); /* 11011 */
    tap_ok(stress_shortage_asked() == 5, "all attempts are counted");
    stress_shortage(3, true);
    tap_ok(allocated(5) == 0x18, "the third and all after it fail"); /* 11000 */
    stress_shortage(0, false);
    tap_ok(allocated(5) == 0x1f, "none fails any more");
    stress_quarantine_settle();
    tap_ok(stress_faults_total(&report.faults) == 0, "no memory is no fault");
}

/* ------------------------------------------------------------------------------------- threads */

static void *given[2]; /* joining orders */

static void allocate_and_leave(void *arg)
{
    unsigned index = *(unsigned *)arg;
    given[index] = rc_platform_allocate(SIZE);
}

static void test_threads(void)
{
    begin();
    unsigned first = 0, second = 1;
    stress_join(stress_thread(allocate_and_leave, &first, 0));
    stress_join(stress_thread(allocate_and_leave, &second, 0)); /* has the list of the first */
    tap_ok(stress_quarantine_settle() == 2, "blocks of threads that are gone are counted");
    rc_platform_release(given[0]);
    tap_ok(stress_quarantine_settle() == 1, "any thread may release them");
    rc_platform_release(given[1]);
    tap_ok(stress_quarantine_empty() == 0, "nothing is left");
    tap_ok(stress_faults_total(&report.faults) == 0, "a block may wander");
}

int main(void)
{
    rc_cli_init("quarantine_test");
    stress_quarantine_install();
    stress_quarantine_keep_headers(HEADER);
    test_failing();
    if (STRESS_UNDER_ASAN) {
        tap_note("the rest is AddressSanitizer's here: blocks go back at once");
        return tap_done();
    }
    test_life();
    test_kept(SIZE, HEADER);
    test_kept(HEADER + 32, HEADER);
    test_kept(HEADER + 31, 0); /* too small for an object */
    test_double_release();
    test_write(SIZE, 0);
    test_write(SIZE, HEADER - 1);
    test_write(SIZE, HEADER);
    test_write(SIZE, SIZE - 1);
    test_write(8, 7);
    test_threads();
    return tap_done();
}
