/*
 * hamt.h: a persistent map: a hash trie whose nodes never change, and are shared by the versions of the map.
 *
 *   version 7 --> [. . .]            version 8 has one key more: the nodes on the way to it are copied, all others
 *                  |   \             get one more reference
 *   version 8 --> [. . .]\
 *                  |  \   \
 *                 [.]  \-->[. .]     a child is a node or a leaf with key and value
 *
 * An update copies a node at each level, and counts a reference for each of their children: some tens of counts for
 * a few allocations. A snapshot is one reference to a version.
 *
 * Bagwell, "Ideal Hash Trees", 2001.
 */
#ifndef RC_BENCH_PROGRAMS_HAMT_H
#define RC_BENCH_PROGRAMS_HAMT_H

#include "bench/programs/kernel.h"
#include "bench/programs/map.h"

#include <string.h>

typedef struct leaf {
    uint64_t key, version;
} leaf;

/* The children that are there, in the order of their bits; those of them that are leaves. */
typedef struct node {
    uint32_t there, leaves;
    void *child[];
} node;

static inline unsigned node_count(const node *self)
{
    return (unsigned)__builtin_popcount(self->there);
}

static void node_destroy(void *object)
{
    node *self = object;
    for (unsigned i = 0; i < node_count(self); i++)
        program_release(self->child[i]);
}

static const rc_type leaf_type = {.name = "leaf", .size = sizeof(leaf)};
static const rc_type node_type = {.name = "node", .size = sizeof(node), .destroy = node_destroy};

static node *node_new(uint32_t there, uint32_t leaves)
{
    unsigned count = (unsigned)__builtin_popcount(there);
    node *self = program_new(&node_type, sizeof *self + count * sizeof *self->child);
    self->there = there;
    self->leaves = leaves;
    return self;
}

/* Where the child of this bit is, or would be. */
static inline unsigned node_at(const node *self, uint32_t bit)
{
    return (unsigned)__builtin_popcount(self->there & (bit - 1));
}

/* A copy with another child at `bit`, or one more, whose reference it takes; child NULL: without. */
static node *node_with(const node *old, uint32_t bit, void *child, bool is_leaf)
{
    node *self = node_new(child != NULL ? old->there | bit : old->there & ~bit,
                          child != NULL && is_leaf ? old->leaves | bit : old->leaves & ~bit);
    unsigned at = node_at(old, bit), was = (old->there & bit) != 0, is = child != NULL;
    for (unsigned i = 0; i < at; i++)
        self->child[i] = rc_retain(old->child[i]);
    if (is)
        self->child[at] = child;
    for (unsigned i = at + was; i < node_count(old); i++)
        self->child[i - was + is] = rc_retain(old->child[i]);
    return self;
}

/* A node for two leaves of different keys, whose references it takes. */
static node *node_of_two(leaf *a, leaf *b, unsigned depth)
{
    uint32_t bit_a = 1u << map_place(a->key, depth), bit_b = 1u << map_place(b->key, depth);
    if (bit_a == bit_b) {
        node *self = node_new(bit_a, 0);
        self->child[0] = node_of_two(a, b, depth + 1);
        return self;
    }
    node *self = node_new(bit_a | bit_b, bit_a | bit_b);
    self->child[bit_a > bit_b] = a;
    self->child[bit_a < bit_b] = b;
    return self;
}

/* With the leaf, whose reference it takes, in the place of the one of its key if there is one. */
static node *hamt_put(const node *self, leaf *added, unsigned depth)
{
    uint32_t bit = 1u << map_place(added->key, depth);
    if ((self->there & bit) == 0)
        return node_with(self, bit, added, true);
    void *child = self->child[node_at(self, bit)];
    if ((self->leaves & bit) == 0)
        return node_with(self, bit, hamt_put(child, added, depth + 1), false);
    if (((leaf *)child)->key == added->key)
        return node_with(self, bit, added, true);
    return node_with(self, bit, node_of_two(rc_retain(child), added, depth + 1), false);
}

/* Without the key; NULL: it is not there. */
static node *hamt_remove(const node *self, uint64_t key, unsigned depth)
{
    uint32_t bit = 1u << map_place(key, depth);
    if ((self->there & bit) == 0)
        return NULL;
    void *child = self->child[node_at(self, bit)];
    if (self->leaves & bit)
        return ((leaf *)child)->key == key ? node_with(self, bit, NULL, false) : NULL;
    node *less = hamt_remove(child, key, depth + 1);
    if (less == NULL || less->there != 0)
        return less != NULL ? node_with(self, bit, less, false) : NULL;
    program_release(less);
    return node_with(self, bit, NULL, false);
}

static const leaf *hamt_find(const node *self, uint64_t key)
{
    for (unsigned depth = 0;; depth++) {
        uint32_t bit = 1u << map_place(key, depth);
        if ((self->there & bit) == 0)
            return NULL;
        const void *child = self->child[node_at(self, bit)];
        if (self->leaves & bit)
            return ((const leaf *)child)->key == key ? child : NULL;
        self = child;
    }
}

static uint64_t hamt_sum(const node *self)
{
    uint64_t sum = 0;
    for (uint32_t left = self->there; left != 0; left &= left - 1) {
        uint32_t bit = left & -left;
        const void *child = self->child[node_at(self, bit)];
        const leaf *of = child;
        sum += self->leaves & bit ? map_sum(of->key, of->version) : hamt_sum(child);
    }
    return sum;
}

#endif
