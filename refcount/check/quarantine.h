/*
 * quarantine.h: the dead stay for a while, so that whoever uses one of them gets a report with its name
 * and history instead of somebody else's memory.
 *
 * One queue for everything that has died: an object stays with its block of memory, a counter or a weak
 * reference only with its entry in the shadow, because its memory belongs to the program or the library.
 * What has left the queue is forgotten.
 */
#ifndef RC_CHECK_QUARANTINE_H
#define RC_CHECK_QUARANTINE_H

#include <stddef.h>
#include <stdint.h>

#define RC_QUARANTINE_PLACES 4096u
#define RC_QUARANTINE_BYTES ((size_t)64 << 20)

/* An entry of the shadow, in one of its lives. */
typedef struct rc_quarantine_ticket {
    const void *address;
    uint64_t serial;
    size_t size; /* of its block */
} rc_quarantine_ticket;

/* Puts the allocator of the checked mode over the one that is there. With rc_check_start's lock held. */
void rc_quarantine_install(void);

/* Someone without a block has died. */
void rc_quarantine_add(rc_quarantine_ticket ticket);

/* The next block that the library frees on this thread, which is `block`, belongs to the ticket. */
void rc_quarantine_expect(rc_quarantine_ticket ticket, void *block);

/* Lets everyone out. */
void rc_quarantine_flush(void);

/* The shadow's: the address is forgotten if it is still in that life. */
void rc_check_forget(const void *address, uint64_t serial);

#endif
