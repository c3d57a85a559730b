/*
 * link.c: the backend is chosen when the program is linked. The object file is the same for all.
 *
 *   cc -c link.c $(pkg-config --cflags refcount-atomic)
 *   cc link.o $(pkg-config --libs refcount-atomic) -o link
 *   cc link.o $(pkg-config --libs refcount-biased) -o link
 *
 * A counter of your own struct's: an open file that several users share, closed by the last.
 */
#include <refcount/refcount.h>

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct document {
    const char *path;
    rc_counter users;
} document;

static document *document_open(const char *path)
{
    document *d = malloc(sizeof *d);
    if (d != NULL) {
        d->path = path;
        rc_counter_init(&d->users); /* the caller is the first user */
    }
    return d;
}

static void document_close(rc_counter *users)
{
    document *d = (document *)((char *)users - offsetof(document, users));
    printf("closing %s\n", d->path);
    rc_counter_destroy(users);
    free(d);
}

int main(void)
{
    if (rc_thread_attach() != 0)
        return 1;
    document *d = document_open("README.md");
    if (d == NULL)
        return 1;
    rc_counter_retain(&d->users); /* a second user */
    printf("%s: %llu users\n", rc_get_backend()->name,
           (unsigned long long)rc_counter_read(&d->users));
    rc_counter_release(&d->users, document_close);
    puts("one has left");
    rc_counter_release(&d->users, document_close);
    rc_thread_detach();
    return 0;
}
