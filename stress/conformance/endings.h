/*
 * endings.h: how objects end: depth, width, finalizers, resurrection, destructors that re-enter.
 */

/* Destroys what arg points to; on a small stack, because the depth of a structure must not matter. */
static void destroy_on_small_stack(void *arg)
{
    if (rc_thread_attach() != 0)
        abort();
    rc_release(*(node **)arg);
    rc_thread_detach();
}

#define SMALL_STACK ((size_t)256 * 1024)

static void ending_of_a_chain(void)
{
    uint64_t length = rc_tool_scaled(10000000), before = ends();
    node *chain = NULL;
    for (uint64_t i = 0; i < length; i++)
        chain = new_node(chain, NULL);
    stress_join(stress_thread(destroy_on_small_stack, &chain, SMALL_STACK));
    settle();
    CHECK(ends() == before + length);
}

static void ending_of_a_comb(void)
{
    /* Deep on one side, wide on the other: the list of the dead grows while it is worked off. */
    uint64_t length = rc_tool_scaled(1000000), before = ends();
    node *comb = NULL;
    for (uint64_t i = 0; i < length; i++)
        comb = i % 2 ? new_node(comb, new_node(NULL, NULL)) : new_node(new_node(NULL, NULL), comb);
    stress_join(stress_thread(destroy_on_small_stack, &comb, SMALL_STACK));
    settle();
    CHECK(ends() == before + 2 * length);
}

static unsigned finalized;
static void *resurrected;

static void count_finalize(void *object)
{
    (void)object;
    finalized++;
}

static void resurrecting_finalize(void *object)
{
    finalized++;
    resurrected = rc_retain(object);
}

static const rc_type finalized_type = {
    .name = "finalized", .size = sizeof(node), .destroy = node_destroy, .finalize = count_finalize};
static const rc_type phoenix_type = {.name = "phoenix",
                                     .size = sizeof(node),
                                     .destroy = node_destroy,
                                     .finalize = resurrecting_finalize};

static void ending_with_finalizer(void)
{
    finalized = 0;
    uint64_t before = ends();
    rc_release(rc_new(&finalized_type));
    CHECK(finalized == 1 && ends() == before + 1);
    node *n = rc_new(&finalized_type);
    n->left = rc_new(&finalized_type); /* dies, and is finalized, while the other is destroyed */
    rc_release(n);
    CHECK(finalized == 3 && ends() == before + 3);
}

static void ending_and_resurrection(void)
{
    finalized = 0;
    resurrected = NULL;
    uint64_t before = ends();
    node *n = rc_new(&phoenix_type);
    n->payload = 42;
    rc_weak *old = rc_weak_new(n);
    rc_release(n);
    CHECK(resurrected == n && finalized == 1 && ends() == before);
    CHECK(n->payload == 42 && rc_count(n) == 1 && rc_is_unique(n));
    CHECK(rc_type_of(n) == &phoenix_type);
    CHECK(rc_weak_upgrade(old) == NULL); /* weak references ended when the object first did */
    rc_weak *new = rc_weak_new(n);
    void *strong = rc_weak_upgrade(new);
    CHECK(strong == n);
    rc_release(strong);
    rc_release(n);
    CHECK(finalized == 1 && ends() == before + 1); /* finalized once, destroyed once */
    CHECK(rc_weak_upgrade(new) == NULL);
    rc_weak_free(old);
    rc_weak_free(new);
}

/* A destructor that uses all of the library. */
static void busy_destroy(void *object)
{
    node *extra = new_node(new_node(NULL, NULL), NULL);
    rc_weak *weak = rc_weak_new(extra);
    if (rc_thread_attach() != 0)
        abort();
    rc_thread_poll();
    rc_thread_block_begin();
    rc_thread_block_end();
    rc_release(extra);
    rc_thread_detach();
    if (rc_weak_upgrade(weak) != NULL)
        abort();
    rc_weak_free(weak);
    node_destroy(object);
}

static const rc_type busy_type = {.name = "busy", .size = sizeof(node), .destroy = busy_destroy};

static void ending_that_reenters(void)
{
    uint64_t before = ends();
    node *n = rc_new(&busy_type);
    n->left = rc_new(&busy_type);
    rc_release(n);
    CHECK(ends() == before + 6);
}

/* Types that have nothing to destroy, or a size of their own: the library's short ways out. */
static void ending_of_the_bare(void)
{
    static const rc_type leaf_type = {.name = "leaf", .size = sizeof(node)};
    static const rc_type large_type = {.name = "large", .size = 1 << 17};
    static const rc_type bare_type = {
        .name = "bare", .size = sizeof(node), .finalize = count_finalize};
    finalized = 0;
    rc_release(rc_new(&bare_type));
    rc_release(rc_new_sized(&bare_type, 1000));
    CHECK(finalized == 2);
    rc_release(rc_new(&large_type));
    void *leaf = rc_new(&leaf_type);
    rc_weak *weak = rc_weak_new(leaf);
    rc_release(leaf);
    leaf = rc_new(&leaf_type); /* an allocator may give it the same address */
    CHECK(rc_weak_upgrade(weak) == NULL);
    rc_weak_free(weak);
    weak = rc_weak_new(leaf);
    void *strong = rc_weak_upgrade(weak);
    CHECK(strong == leaf);
    rc_release(strong);
    rc_release(leaf);
    rc_weak_free(weak);
}

/* An object that has died while another one is being destroyed, and waits for its turn. */
static bool buried_was_retained;

static void burying_destroy(void *object)
{
    node *child = ((node *)object)->left;
    rc_enable_try_retain(child);
    rc_release(child);
    buried_was_retained = rc_try_retain(child);
}

static void ending_of_the_buried(void)
{
    static const rc_type burying_type = {
        .name = "burying", .size = sizeof(node), .destroy = burying_destroy};
    uint64_t before = ends();
    node *n = rc_new(&burying_type);
    n->left = new_node(new_node(NULL, NULL), NULL);
    rc_release(n);
    CHECK(!buried_was_retained && ends() == before + 2);
}

static void ending_tests(void)
{
    ending_of_a_chain();
    ending_of_a_comb();
    ending_with_finalizer();
    ending_and_resurrection();
    ending_that_reenters();
    ending_of_the_bare();
    ending_of_the_buried();
}
