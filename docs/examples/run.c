/*
 * run.c: the backend is chosen when the program starts.
 *
 *   cc run.c $(pkg-config --cflags --libs refcount) -o run
 *   REFCOUNT_BACKEND=biased ./run
 *   REFCOUNT_BACKEND=check+atomic ./run
 *
 * A cache that does not keep its entries alive: it holds weak references, and an entry that nobody uses
 * any more is made again.
 */
#include <refcount/refcount.h>

#include <stdio.h>

typedef struct page {
    int number;
} page;

static const rc_type page_type = {.name = "page", .size = sizeof(page)};

static rc_weak *cache[4];

/* A reference to the page, which the caller releases. */
static page *get_page(int number)
{
    page *p = rc_weak_upgrade(cache[number]);
    printf("page %d: %s\n", number, p != NULL ? "cached" : "made");
    if (p != NULL)
        return p;
    p = rc_new(&page_type);
    if (p == NULL)
        return NULL;
    p->number = number;
    rc_weak_free(cache[number]);
    cache[number] = rc_weak_new(p);
    return p;
}

int main(void)
{
    if (rc_thread_attach() != 0)
        return 1;
    page *first = get_page(1);
    page *second = get_page(1);
    rc_release(first);
    rc_release(second);
    first = get_page(1);
    rc_release(first);
    for (int i = 0; i < 4; i++)
        rc_weak_free(cache[i]);
    printf("backend %s\n", rc_get_backend()->name);
    rc_thread_detach();
    return 0;
}
