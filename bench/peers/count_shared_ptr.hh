/*
 * count_shared_ptr.hh: the loops of a pointer of two words that counts its copies, whoever has made it. The
 * adapter has defined COUNT_NAME and COUNT_DESCRIPTION, and
 *
 *   peer_pointer<T>                   the pointer
 *   peer_make<T>()                    one to a new T
 *   peer_place<T>(allocator)          the same in memory of the allocator
 */
#include "bench/counts/kernel.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

/* Without a name for the linker: the peers' pointers are different types. */
namespace
{

template <size_t size> struct payload {
    char bytes[size] = {};
};
using object = payload<RC_BENCH_PAYLOAD>;
using pointer = peer_pointer<object>;
using word_pointer = peer_pointer<uint64_t>;
static_assert(sizeof(pointer) <= RC_BENCH_REFERENCE, "a pointer fits into its place in a batch");

/*
 * A new object, together with its counts, goes into the line, whose memory is somebody else's. Where the counts are
 * too large for that it goes to a place of its own.
 */
template <class T> struct line_allocator {
    using value_type = T;
    explicit line_allocator(void *line) : line(line)
    {
    }
    template <class U> line_allocator(const line_allocator<U> &other) : line(other.line)
    {
    }
    static constexpr bool fits = sizeof(T) <= RC_BENCH_LINE;
    T *allocate(size_t)
    {
        return static_cast<T *>(fits ? line : ::operator new(sizeof(T)));
    }
    void deallocate(T *memory, size_t)
    {
        if (!fits)
            ::operator delete(memory);
    }
    bool operator==(const line_allocator &other) const
    {
        return line == other.line;
    }
    bool operator!=(const line_allocator &other) const
    {
        return line != other.line;
    }
    void *line;
};

/* Room for pointers that the loops make and end themselves. */
template <class kind> kind *room(size_t count)
{
    void *memory = std::malloc(count * sizeof(kind));
    if (memory == nullptr)
        throw std::bad_alloc();
    return static_cast<kind *>(memory);
}

const pointer &at(void *reference)
{
    return *static_cast<const pointer *>(reference);
}

/* ---------------------------------------------------------------------------------------- pairs */

bool count_make(void **reference, size_t count)
{
    pointer *all = room<pointer>(count);
    for (size_t i = 0; i < count; i++)
        reference[i] = new (&all[i]) pointer(peer_make<object>());
    return true;
}

void count_discard(void **reference, size_t count)
{
    std::destroy_n(static_cast<pointer *>(reference[0]), count);
    std::free(reference[0]);
}

/* The release is at the end of a copy's life. */
RC_BENCH_INLINE void pair(const pointer &source)
{
    const void *known = &source;
    RC_BENCH_OPAQUE(known);
    pointer copy(*static_cast<const pointer *>(known));
    RC_BENCH_OPAQUE(known);
}

void count_one(void **reference, size_t blocks)
{
    const pointer &source = at(reference[0]);
    for (size_t block = 0; block < blocks; block++) {
        RC_BENCH_UNROLL
        for (int i = 0; i < RC_BENCH_BLOCK; i++)
            pair(source);
    }
}

void count_rr(void **reference, size_t blocks)
{
    for (size_t block = 0; block < blocks; block++) {
        RC_BENCH_UNROLL
        for (int i = 0; i < RC_BENCH_BLOCK; i++)
            pair(at(reference[i]));
    }
}

/* Copies of the pointers found through `reference`, and their end. */
template <class kind> void copy_each(void *const *reference, kind *copies, size_t count)
{
    RC_BENCH_UNROLL
    for (size_t i = 0; i < count; i++) {
        const void *known = reference[i];
        RC_BENCH_OPAQUE(known);
        new (&copies[i]) kind(*static_cast<const kind *>(known));
    }
    RC_BENCH_UNROLL
    for (size_t i = 0; i < count; i++) {
        kind *known = &copies[i];
        RC_BENCH_OPAQUE(known);
        known->~kind();
    }
}

void count_sep(void **reference, size_t blocks)
{
    alignas(pointer) char copies[RC_BENCH_BLOCK * sizeof(pointer)];
    for (size_t block = 0; block < blocks; block++)
        copy_each(reference, reinterpret_cast<pointer *>(copies), RC_BENCH_BLOCK);
}

/* -------------------------------------------------------------------------------------- batches */

bool count_fill(void *batch, size_t count)
{
    for (size_t i = 0; i < count; i++)
        new (static_cast<pointer *>(batch) + i) pointer(peer_make<object>());
    return true;
}

void count_touch(void *batch, size_t count, size_t times)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t time = 0; time < times; time++)
            pair(static_cast<pointer *>(batch)[i]);
    }
}

void count_drop(void *batch, size_t count)
{
    std::destroy_n(static_cast<pointer *>(batch), count);
}

/* -------------------------------------------------------------------------- creation and copies */

template <size_t size> void create_of(size_t blocks)
{
    for (size_t i = 0; i < blocks * RC_BENCH_BLOCK; i++) {
        peer_pointer<payload<size>> made = peer_make<payload<size>>();
        const void *known = made.get();
        RC_BENCH_OPAQUE(known);
    }
}

void count_create(size_t blocks, size_t size)
{
    switch (size) {
#define CREATE(bytes)                                                                              \
    case bytes:                                                                                    \
        return create_of<bytes>(blocks);
        RC_BENCH_SIZES(CREATE)
    }
}

/* The pointers lie in the order of the references, as these do. */
word_pointer *sources, *copies;

void count_place(void *, void **reference, size_t count)
{
    sources = room<word_pointer>(count);
    copies = room<word_pointer>(count);
    /* Its pages must be there before the clock runs, as those of the others are. */
    std::memset(static_cast<void *>(copies), 0, count * sizeof *copies);
    for (size_t i = 0; i < count; i++)
        reference[i] = new (&sources[i])
            word_pointer(peer_place<uint64_t>(line_allocator<uint64_t>(reference[i])));
}

void count_clear(void **, size_t count)
{
    std::destroy_n(sources, count);
    std::free(sources);
    std::free(copies);
}

void count_copy(void *const *reference, void **, size_t count)
{
    copy_each(reference, copies, count);
}

} // namespace

#include "bench/counts/enroll.h"
