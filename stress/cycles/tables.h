/*
 * tables.h: what the collector takes, and is found by its address, in a table that holds no references: until the
 * last judgement whoever finds garbage so may take it, and it lives on; afterwards rc_try_retain refuses, though
 * the counts are not zero.
 */
static cell *table[4];
static const cell_fate *table_fates;
static unsigned found;

/* The first of the others whose memory is still there. */
static void look_up(cell *self)
{
    for (unsigned i = 0; i < 4; i++) {
        if (table[i] == self || cell_destroyed(&table_fates[i]) != 0)
            continue;
        if (rc_try_retain(table[i])) {
            found++;
            kept = table[i];
        }
        return;
    }
}

static void table_of_ring(cell_fate *fate)
{
    memset(fate, 0, 4 * sizeof *fate);
    table_fates = fate;
    table[0] = cell_ring(&cell_type, fate, 4);
    for (unsigned i = 0; i < 4; i++) {
        if (i > 0)
            table[i] = table[i - 1]->edge[0];
        rc_enable_try_retain(table[i]);
    }
    found = 0;
    kept = NULL;
    rc_release(table[0]);
}

static void found_between_the_judgements(void)
{
    cell_fate fate[4];
    table_of_ring(fate);
    fate[3].at_finalize = look_up;
    CHECK(rc_collect() == 0 && found == 1 && kept == table[0] && cells_gone(fate, 4) == 0);
    CHECK(cell_whole(kept) && rc_count(kept) == 2);
    rc_release(kept);
    CHECK(rc_collect() == 4 && found == 1 && cells_ended_well(fate, 4));
    END();
}

static void look_up_and_give_back(cell *self)
{
    look_up(self);
    rc_release(kept);
}

static void found_and_given_back(void)
{
    cell_fate fate[4];
    table_of_ring(fate);
    fate[3].at_finalize = look_up_and_give_back;
    CHECK(rc_collect() == 4 && found == 1 && cells_ended_well(fate, 4));
    END();
}

static void found_after_the_last_judgement(void)
{
    for (unsigned which = 0; which < 4; which++) {
        cell_fate fate[4];
        table_of_ring(fate);
        fate[which].at_clear = look_up;
        CHECK(rc_collect() == 4 && found == 0 && cells_ended_well(fate, 4));
    }
    END();
}

static void table_tests(void)
{
    found_between_the_judgements();
    found_and_given_back();
    found_after_the_last_judgement();
}
