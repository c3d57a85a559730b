/*
 * prepared.c: see prepared.h.
 */
#include "stress/model/prepared.h"

#include <stdlib.h>
#include <string.h>

uint32_t model_prepared_number;

typedef struct kept_thread {
    void *tls;
    int error;
    bool gone;
    uint8_t identity;
    unsigned locks;
    const void *held[MODEL_HELD];
    const void *value[MODEL_KEYS];
    size_t heap_end;
    uint64_t now;
    char *heap;
} kept_thread;

static struct {
    bool valid, one_bucket;
    unsigned blocks, keys;
    void (*at_exit[MODEL_KEYS])(void *value);
    kept_thread thread[MODEL_THREADS];
    model_block block[MODEL_BLOCKS];
} kept;

void model_prepared_forget(void)
{
    kept.valid = false;
    model_prepared_number++;
    model_restore_to_start();
}

static void *heap_of(unsigned thread)
{
    return (char *)model_arena + (size_t)thread * MODEL_HEAP;
}

static void keep_granule(uintptr_t address)
{
    model_granule *g = model_granule_of(address);
    g->prepared = model_prepared_number;
    g->prepared_block = g->block;
    g->prepared_ready = g->lock_ready;
    g->prepared_owner = g->owner;
}

static void keep_thread(kept_thread *k, unsigned thread)
{
    const model_thread *t = &model.thread[thread];
    if (k->tls == NULL) {
        k->tls = malloc(model_tls_size + 1);
        k->heap = malloc(MODEL_HEAP);
    }
    if (k->tls == NULL || k->heap == NULL)
        abort();
    memcpy(k->tls, t->tls, model_tls_size);
    k->error = t->error;
    k->gone = t->gone;
    k->identity = t->identity;
    k->locks = t->locks;
    k->now = t->now;
    memcpy(k->held, t->held, sizeof k->held);
    memcpy(k->value, t->value, sizeof k->value);
    k->heap_end = model_heap_end[thread];
    memcpy(k->heap, heap_of(thread), k->heap_end);
    for (unsigned i = 0; i < t->locks; i++)
        keep_granule((uintptr_t)t->held[i]);
}

void model_prepared_keep(void)
{
    model_prepared_number++;
    kept.one_bucket = model.one_bucket;
    kept.blocks = model.blocks;
    kept.keys = model.keys;
    memcpy(kept.at_exit, model.at_exit, sizeof kept.at_exit);
    memcpy(kept.block, model.block, model.blocks * sizeof model.block[0]);
    for (unsigned i = 0; i < model.blocks; i++) {
        const model_block *b = &model.block[i];
        for (uintptr_t at = b->start; at < b->start + b->size; at += 8)
            keep_granule(at);
    }
    for (unsigned t = 0; t < model.threads; t++)
        keep_thread(&kept.thread[t], t);
    model_restore_to_now();
    kept.valid = true;
}

bool model_prepared_restore(void)
{
    if (!kept.valid)
        return false;
    model.one_bucket = kept.one_bucket;
    model.blocks = kept.blocks;
    model.keys = kept.keys;
    memcpy(model.at_exit, kept.at_exit, sizeof kept.at_exit);
    memcpy(model.block, kept.block, kept.blocks * sizeof kept.block[0]);
    for (unsigned i = 0; i < model.threads; i++) {
        const kept_thread *k = &kept.thread[i];
        model_thread *t = &model.thread[i];
        memcpy(t->tls, k->tls, model_tls_size);
        t->error = k->error;
        t->gone = k->gone;
        t->identity = k->identity;
        t->locks = k->locks;
        t->now = k->now;
        memcpy(t->held, k->held, k->locks * sizeof k->held[0]);
        memcpy(t->value, k->value, sizeof k->value);
        model_heap_end[i] = k->heap_end;
        memcpy(heap_of(i), k->heap, k->heap_end);
    }
    return true;
}
