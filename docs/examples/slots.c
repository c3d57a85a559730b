/*
 * slots.c: settings that are read all the time and replaced now and then. Readers take no lock and never wait;
 * a writer puts new settings into the slot, and the old ones go when the last reader has let go of them.
 *
 *   cc -DRC_BACKEND=biased slots.c $(pkg-config --cflags --libs refcount-biased)      inline
 *   cc slots.c $(pkg-config --cflags --libs refcount-atomic)                          linked
 */
#include <gc/slot.h>
#include <refcount/refcount.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { READERS = 3, VERSIONS = 1000 };

/* Never changed once others can see them. */
typedef struct settings {
    int version, timeout, retries;
} settings;

static const rc_type settings_type = {.name = "settings", .size = sizeof(settings)};

static rc_slot current;

static settings *new_settings(int version)
{
    settings *s = rc_new(&settings_type);
    if (s == NULL)
        exit(1);
    s->version = version;
    s->timeout = version * 10;
    s->retries = version + 1;
    return s;
}

static int is_whole(const settings *s)
{
    return s->timeout == s->version * 10 && s->retries == s->version + 1;
}

/* Looks until it has seen the last settings. How often they were not whole. */
static void *read_settings(void *arg)
{
    long torn = 0;
    int version = 0;
    (void)arg;
    if (rc_thread_attach() != 0)
        exit(1);
    while (version < VERSIONS) {
        /* For a look no count is touched: what is borrowed stays until the guard exits. */
        rc_guard guard = rc_guard_enter();
        const settings *s = rc_slot_borrow(&current, &guard);
        torn += !is_whole(s);
        rc_guard_exit(guard);

        /* To keep them longer: a reference of one's own. */
        settings *mine = rc_slot_load(&current);
        torn += !is_whole(mine) || mine->version < version;
        version = mine->version;
        rc_release(mine);
        rc_thread_poll();
    }
    rc_thread_detach();
    return (void *)torn;
}

int main(void)
{
    pthread_t reader[READERS];
    long torn = 0;
    if (rc_thread_attach() != 0)
        return 1;
    rc_slot_init(&current, NULL);
    rc_slot_give(&current, new_settings(0)); /* our reference becomes the slot's */
    for (int i = 0; i < READERS; i++) {
        if (pthread_create(&reader[i], NULL, read_settings, NULL) != 0)
            return 1;
    }
    for (int version = 1; version <= VERSIONS; version++) {
        rc_slot_give(&current, new_settings(version));
        rc_thread_poll();
    }
    rc_thread_block_begin(); /* a join blocks */
    for (int i = 0; i < READERS; i++) {
        void *result;
        if (pthread_join(reader[i], &result) != 0)
            return 1;
        torn += (long)result;
    }
    rc_thread_block_end();
    rc_slot_destroy(&current);
    rc_reclaim_drain(); /* everything that was replaced has been released now */

    rc_stats stats;
    rc_get_stats(&stats);
    printf("%s: %d readers saw settings 0 to %d, %s\n", rc_get_backend()->name, READERS, VERSIONS,
           torn == 0 && stats.live_objects == 0 ? "none torn" : "some torn or left");
    rc_thread_detach();
    return 0;
}
