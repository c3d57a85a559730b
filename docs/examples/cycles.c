/*
 * cycles.c: people who know each other. Two friends keep each other alive when everybody else has forgotten
 * them; no count ever falls to zero, and only the collector can tell.
 *
 *   cc -DRC_BACKEND=biased cycles.c $(pkg-config --cflags --libs refcount-biased)      inline
 *   cc cycles.c $(pkg-config --cflags --libs refcount-atomic)                          linked
 */
#include <gc/cycles.h>
#include <refcount/refcount.h>

#include <stdio.h>
#include <stdlib.h>

typedef struct person {
    const char *name;
    struct person *friend; /* a reference of its own, or NULL */
} person;

/* What the collector asks: every reference that the object owns, once. */
static void traverse_person(void *object, rc_visit *visit, void *arg)
{
    person *p = object;
    if (p->friend != NULL)
        visit(p->friend, arg);
}

/* What it does to break a cycle: first the field, then the release. */
static void clear_person(void *object)
{
    person *p = object, *friend = p->friend;
    p->friend = NULL;
    if (friend != NULL)
        rc_release(friend);
}

static void destroy_person(void *object)
{
    printf("%s is forgotten\n", ((person *)object)->name);
    clear_person(object);
}

static const rc_type person_type = {.name = "person",
                                    .size = sizeof(person),
                                    .destroy = destroy_person,
                                    .traverse = traverse_person,
                                    .clear = clear_person};

static person *new_person(const char *name)
{
    person *p = rc_new(&person_type);
    if (p == NULL)
        exit(1);
    p->name = name;
    return p;
}

static void meet(person *one, person *other)
{
    rc_retain(other);
    one->friend = other;
}

int main(void)
{
    if (rc_thread_attach() != 0)
        return 1;
    rc_gc_disable(); /* only when we say so */
    person *ada = new_person("Ada"), *ben = new_person("Ben"), *cleo = new_person("Cleo");
    meet(ada, ben);
    meet(ben, ada);
    meet(cleo, ada);

    rc_release(ada);
    rc_release(ben);
    printf("%zu collected while Cleo remembers Ada\n", rc_collect());
    rc_release(cleo); /* at once: no cycle goes through her */
    size_t collected = rc_collect();

    rc_stats stats;
    rc_get_stats(&stats);
    printf("%s: %zu collected, %llu left\n", rc_get_backend()->name, collected,
           (unsigned long long)stats.live_objects);
    rc_thread_detach();
    return 0;
}
