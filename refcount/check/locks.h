/*
 * locks.h: the locks of the checked mode, for a fork: the child must find them free.
 *
 * No two of them are ever held together otherwise, and no lock of the library is taken under any.
 */
#ifndef RC_CHECK_LOCKS_H
#define RC_CHECK_LOCKS_H

void rc_check_types_lock(void);
void rc_check_types_unlock(void);
void rc_shards_lock_all(void);
void rc_shards_unlock_all(void);
void rc_quarantine_lock(void);
void rc_quarantine_unlock(void);

#endif
