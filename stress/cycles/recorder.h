/*
 * recorder.h: writes down what the collector reports.
 */
enum { RECORDED = 64, KINDS = RC_GC_END + 1 };

typedef struct recorder {
    unsigned count[KINDS];
    unsigned events;
    rc_gc_event event[RECORDED]; /* the first ones */
} recorder;

static recorder record;

static void note_event(const rc_gc_event *event, void *arg)
{
    recorder *r = arg;
    if (r->events < RECORDED)
        r->event[r->events] = *event;
    r->events++;
    r->count[event->kind]++;
}

static void record_with(unsigned flags)
{
    memset(&record, 0, sizeof record);
    rc_gc_set_debug(flags, note_event, &record);
}

static void record_no_more(void)
{
    rc_gc_set_debug(0, NULL, NULL);
}

/* Pointers may outlive their objects here: they are only compared. */
static bool is(const void *object, const void *remembered)
{
    return object == remembered;
}

/* The n-th recorded event of a kind, or one that is all zero. */
static const rc_gc_event *recorded(rc_gc_event_kind kind, unsigned n)
{
    static const rc_gc_event none;
    for (unsigned i = 0; i < record.events && i < RECORDED; i++) {
        if (record.event[i].kind == kind && n-- == 0)
            return &record.event[i];
    }
    return &none;
}

/* How many of a kind name the object. */
static unsigned recorded_of(rc_gc_event_kind kind, const void *object)
{
    unsigned count = 0;
    for (unsigned i = 0; i < record.events && i < RECORDED; i++)
        count += record.event[i].kind == kind && record.event[i].object == object;
    return count;
}

static rc_gc_stats stats(void)
{
    rc_gc_stats s;
    rc_gc_get_stats(&s);
    return s;
}
