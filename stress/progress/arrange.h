/*
 * arrange.h: how a world gets into the state that a setting is about. Each function begins with a world
 * where nothing is.
 */
#ifndef STRESS_PROGRESS_ARRANGE_H
#define STRESS_PROGRESS_ARRANGE_H

#include "stress/progress/world.h"

void arrange_subject_made_it(progress_world *w);
void arrange_full(progress_world *w);
void arrange_owner_made_it(progress_world *w);
void arrange_findable(progress_world *w);
void arrange_counted_twice(progress_world *w);
void arrange_queued(progress_world *w);
void arrange_merged(progress_world *w);
void arrange_immortal(progress_world *w);
void arrange_immortal_own(progress_world *w);
void arrange_brimful(progress_world *w);
void arrange_owner_blocked(progress_world *w);
void arrange_owner_gone(progress_world *w);
void arrange_last(progress_world *w);
void arrange_last_local(progress_world *w);
void arrange_last_merged(progress_world *w);
void arrange_last_blocked(progress_world *w);
void arrange_last_found(progress_world *w);
void arrange_weak_of_another(progress_world *w);
void arrange_weak_of_its_own(progress_world *w);
void arrange_about_to_die(progress_world *w);
void arrange_bare(progress_world *w);
void arrange_initialised(progress_world *w);
void arrange_detached(progress_world *w);
void arrange_attached_more(progress_world *w);
void arrange_asked(progress_world *w);
void arrange_in_a_region(progress_world *w);

/*
 * Not an arrangement: the last reference goes while the subject looks at the object, so that the subject has
 * to end it, and then the rival stands where it holds the lock that this takes.
 */
void arrange_death_meanwhile(progress_world *w);

#endif
