/*
 * inline.c: the backend is chosen when the program is compiled, and its operations are inline.
 *
 *   cc -DRC_BACKEND=biased inline.c $(pkg-config --cflags --libs refcount-biased) -o inline
 *   ./inline
 *
 * Two threads share a list of words. Each holds a reference to the list for as long as it reads it; the
 * last one to be done frees it, with the words.
 */
#include <refcount/refcount.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>

typedef struct word {
    struct word *next;
    char text[24];
} word;

static void word_destroy(void *object)
{
    rc_release(((word *)object)->next);
}

static const rc_type word_type = {.name = "word", .size = sizeof(word), .destroy = word_destroy};

static word *push(word *list, const char *text)
{
    word *w = rc_new(&word_type);
    if (w == NULL) {
        perror("rc_new");
        return list;
    }
    w->next = list; /* takes over the caller's reference */
    strncpy(w->text, text, sizeof w->text - 1);
    return w;
}

static void *read_list(void *list)
{
    size_t letters = 0;
    if (rc_thread_attach() != 0)
        return NULL;
    for (const word *w = list; w != NULL; w = w->next)
        letters += strlen(w->text);
    rc_release(list); /* the reference that main took for this thread */
    rc_thread_detach();
    return (void *)letters;
}

int main(void)
{
    if (rc_thread_attach() != 0)
        return 1;
    word *list = push(push(push(NULL, "counts"), "all"), "who");

    pthread_t reader[2];
    for (int i = 0; i < 2; i++) {
        rc_retain(list);
        if (pthread_create(&reader[i], NULL, read_list, list) != 0)
            return 1;
    }
    rc_release(list); /* main is done with it; the readers may not be */
    for (int i = 0; i < 2; i++) {
        void *letters;
        rc_thread_block_begin();
        pthread_join(reader[i], &letters);
        rc_thread_block_end();
        printf("reader %d counted %zu letters\n", i, (size_t)letters);
    }

    rc_stats stats;
    rc_get_stats(&stats);
    printf("%s: %llu objects made, %llu left\n", rc_get_backend()->name,
           (unsigned long long)stats.created, (unsigned long long)stats.live_objects);
    rc_thread_detach();
    return 0;
}
