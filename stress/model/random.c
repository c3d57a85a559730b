/*
 * random.c: how a random search schedules.
 *
 * It gives the threads random priorities, and lowers that of the running one at a few random steps: Burckhardt,
 * Kothari, Musuvathi, Nagarakatte, "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010.
 * Every third execution is drawn uniformly instead.
 */
#include "stress/model/random.h"

#include "stress/model/machine.h"

static uint64_t random_state;
static unsigned priority[MODEL_THREADS], change_at[16];
static bool uniform;

unsigned model_random_draw(unsigned below)
{
    /* Marsaglia's xorshift. */
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)((random_state >> 11) % below);
}

void model_random_begin(uint64_t execution, unsigned longest)
{
    random_state = (model_config.seed + execution) * UINT64_C(0x9e3779b97f4a7c15) + 1;
    uniform = model_random_draw(3) == 0;
    for (unsigned t = 0; t < MODEL_THREADS; t++)
        priority[t] = 100 + model_random_draw(1000);
    for (unsigned i = 0; i < model_config.depth && i < 16; i++)
        change_at[i] = model_random_draw(longest + 1);
}

static unsigned highest(unsigned enabled)
{
    unsigned best = MODEL_THREADS;
    for (unsigned t = 0; t < model.threads; t++) {
        if ((enabled >> t & 1) && (best == MODEL_THREADS || priority[t] > priority[best]))
            best = t;
    }
    return best;
}

unsigned model_random_thread(unsigned enabled)
{
    if (uniform) {
        unsigned nth = model_random_draw((unsigned)__builtin_popcount(enabled));
        while (nth-- > 0)
            enabled &= enabled - 1;
        return (unsigned)__builtin_ctz(enabled);
    }
    unsigned t = highest(enabled);
    for (unsigned i = 0; i < model_config.depth && i < 16; i++) {
        if (change_at[i] == model.events)
            priority[t] = i;
    }
    return highest(enabled);
}
