/*
 * sleeping.c: a message behind a word that is slept on; a lock whose word says whether somebody sleeps.
 *
 * The wrong ones look at the word before they sleep and not in the same step; wake nobody because nobody seemed to
 * sleep.
 */
#include "stress/model/seeded/seeded.h"

#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>

static void sleep_on(atomic_uint *word, unsigned expected)
{
    model_syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, NULL, NULL, 0);
}

static void wake(atomic_uint *word)
{
    model_syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

MODEL_WORLD struct {
    atomic_uint sent;
    int message;
} mail;

static void mail_act(unsigned me, bool wrong)
{
    if (me == 0) {
        mail.message = 42;
        atomic_store_explicit(&mail.sent, 1, REL);
        wake(&mail.sent);
        return;
    }
    while (atomic_load_explicit(&mail.sent, ACQ) == 0)
        sleep_on(&mail.sent, wrong ? atomic_load_explicit(&mail.sent, RLX) : 0);
    model_assert(mail.message == 42);
}

SEEDED(mail, "sleep", "a message is waited for asleep", 2, NULL, NULL);

/* 0 free, 1 taken, 2 taken and somebody may sleep. */
MODEL_WORLD struct {
    atomic_uint word;
    int data;
} door;

static void door_act(unsigned me, bool wrong)
{
    unsigned found = 0;
    (void)me;
    if (!atomic_compare_exchange_strong_explicit(&door.word, &found, 1, ACQ, RLX)) {
        while (atomic_exchange_explicit(&door.word, wrong ? 1 : 2, ACQ) != 0)
            sleep_on(&door.word, wrong ? 1 : 2);
    }
    door.data++;
    if (atomic_exchange_explicit(&door.word, 0, REL) == 2)
        wake(&door.word);
}

SEEDED(door, "sleeping-lock", "a lock that is slept on", 2, NULL, NULL);
