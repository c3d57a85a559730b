/*
 * objects.h: managed objects on one thread.
 */
#include <errno.h>
#include <string.h>

static void object_is_new(void)
{
    bool zero = true, aligned = true;
    for (size_t size = 0; size < 300; size += 7) {
        unsigned char *o = rc_new_sized(&node_type, size < sizeof(node) ? sizeof(node) : size);
        aligned &= (uintptr_t)o % _Alignof(max_align_t) == 0;
        for (size_t i = 0; i < size; i++)
            zero &= o[i] == 0;
        memset(o, 0xff, size < sizeof(node) ? sizeof(node) : size);
        memset(o, 0, sizeof(node));
        rc_release(o);
    }
    CHECK(zero && aligned);
    node *n = new_node(NULL, NULL);
    CHECK(n->left == NULL && n->payload == 0 && rc_type_of(n) == &node_type);
    CHECK(rc_count(n) == 1 && rc_is_unique(n));
    CHECK(rc_retain(n) == n && rc_count(n) == 2 && !rc_is_unique(n));
    rc_release(n);
    uint64_t before = ends();
    rc_release(n);
    CHECK(ends() == before + 1);
}

static void object_null(void)
{
    CHECK(rc_retain(NULL) == NULL);
    rc_release(NULL);
}

static void object_too_large(void)
{
    static const rc_type huge = {.name = "huge", .size = SIZE_MAX - 8};
    errno = 0;
    CHECK(rc_new(&huge) == NULL && errno == ENOMEM);
    errno = 0;
    CHECK(rc_new_sized(&node_type, SIZE_MAX - 8) == NULL && errno == ENOMEM);
    errno = 0;
    CHECK(rc_new_sized(&node_type, PTRDIFF_MAX) == NULL && errno == ENOMEM);
}

static void object_without_functions(void)
{
    static const rc_type bare = {.name = "bare", .size = 5};
    uint64_t before = live_objects();
    char *o = rc_new(&bare);
    CHECK(o != NULL && live_objects() == before + 1);
    rc_release(o);
    CHECK(live_objects() == before);
}

static void object_statistics(void)
{
    rc_stats before, during, after;
    rc_get_stats(&before);
    void *a = rc_new(&node_type);
    void *b = rc_new_sized(&node_type, 1000);
    rc_get_stats(&during);
    CHECK(during.created == before.created + 2);
    CHECK(during.live_bytes == before.live_bytes + sizeof(node) + 1000);
    rc_release(a);
    rc_release(b);
    rc_get_stats(&after);
    CHECK(after.destroyed == before.destroyed + 2 && after.live_objects == before.live_objects);
    CHECK(after.live_bytes == before.live_bytes);
}

/* As an object of such a size would be, for which there is no memory. */
#define HUGE_SIZE ((size_t)1 << 40)

static void count_one(_Atomic uint64_t *word, void (*tally)(size_t size), size_t size)
{
    if (!rc_thread_add_object(word, size))
        tally(size);
}

/* What does not fit into the word that a thread counts its objects in: large ones, and very many. */
static void object_statistics_overflow(void)
{
    rc_stats before, after;
    rc_get_stats(&before);
    void *small = rc_new(&node_type);
    void *large = rc_new_sized(&node_type, 100000);
    count_one(&rc_thread_words_->created, rc_thread_tally_created_, HUGE_SIZE);
    rc_get_stats(&after);
    CHECK(after.created == before.created + 3 && after.live_objects == before.live_objects + 3);
    CHECK(after.live_bytes == before.live_bytes + sizeof(node) + 100000 + HUGE_SIZE);
    count_one(&rc_thread_words_->destroyed, rc_thread_tally_destroyed_, HUGE_SIZE);
    rc_release(small);
    rc_release(large);
    rc_get_stats(&after);
    CHECK(after.live_objects == before.live_objects && after.live_bytes == before.live_bytes);

    /* relaxed, all: this thread's own. As if it had made and destroyed so many that few more fit. */
    uint64_t room = (UINT64_MAX - rc_load_relaxed(&rc_thread_words_->created)) / RC_THREAD_OBJECT;
    rc_fetch_add_relaxed(&rc_thread_words_->created, (room - 3) * RC_THREAD_OBJECT);
    rc_fetch_add_relaxed(&rc_thread_words_->destroyed, (room - 3) * RC_THREAD_OBJECT);
    rc_get_stats(&before);
    for (int i = 0; i < 10; i++)
        rc_release(rc_new(&node_type));
    rc_get_stats(&after);
    CHECK(after.created == before.created + 10 && after.destroyed == before.destroyed + 10);
    CHECK(after.live_bytes == before.live_bytes);
}

static void object_immortal(void)
{
    node *n = new_node(NULL, NULL);
    uint64_t before = ends();
    rc_make_immortal(n);
    for (int i = 0; i < 10; i++)
        rc_release(n);
    CHECK(ends() == before && rc_count(n) == RC_IMMORTAL && rc_type_of(n) == &node_type);
    /* Leaked on purpose; given back here by a count that a test may set, so that leak checkers agree. */
    rc_counter_preset(rc_counter_of(n), 1);
    rc_release(n);
    CHECK(ends() == before + 1);
}

static void object_releases_its_own(void)
{
    node *shared = new_node(NULL, NULL);
    node *a = new_node(rc_retain(shared), NULL);
    node *b = new_node(rc_retain(shared), a);
    CHECK(rc_count(shared) == 3);
    uint64_t before = ends();
    rc_release(b);
    CHECK(ends() == before + 2 && rc_count(shared) == 1);
    rc_release(shared);
    CHECK(ends() == before + 3);
}

static void object_tests(void)
{
    object_is_new();
    object_null();
    object_too_large();
    object_without_functions();
    object_statistics();
    object_statistics_overflow();
    object_immortal();
    object_releases_its_own();
}
