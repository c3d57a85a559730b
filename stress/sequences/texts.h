/*
 * texts.h: sequences are read as they were written, and what is none is refused. For sequences_test.c.
 */
static void text_comes_back(uint64_t seed)
{
    static char text[STRESS_SEQ_TEXT];
    static stress_seq s, again;
    char error[128];
    unsigned lost = 0;
    for (uint64_t i = 0; i < 500; i++) {
        stress_seq_generate(&s, seed + i);
        stress_seq_print(&s, text, sizeof text);
        bool parsed = stress_seq_parse(&again, text, error, sizeof error);
        lost += !parsed || again.length != s.length ||
                memcmp(s.op, again.op, s.length * sizeof s.op[0]) != 0;
    }
    tap_ok(lost == 0, "text: 500 sequences are read as they were written");
}

static void text_is_refused(void)
{
    static const char *const cases[][2] = {
        {"T1 new a leaf\nT1 frob a\n", "line 2: unknown operation 'frob'"},
        {"\n# comment\nT5 poll", "line 3: 'T5' is no thread (T1 to T4)"},
        {"poll", "line 1: 'poll' is no thread (T1 to T4)"},
        {"T1", "line 1: an operation is missing after T1"},
        {"T1 new a", "line 1: new needs 2 operands"},
        {"T1 retain", "line 1: retain needs 1 operand"},
        {"T1 retain i", "line 1: 'i' is no object (a to h)"},
        {"T1 retain ab", "line 1: 'ab' is no object (a to h)"},
        {"T1 new a tree", "line 1: 'tree' is no type"},
        {"T1 upgrade w9", "line 1: 'w9' is no weak reference (w1 to w8)"},
        {"T1 upgrade w", "line 1: 'w' is no weak reference (w1 to w8)"},
        {"T1 give a T0", "line 1: 'T0' is no thread (T1 to T4)"},
        {"T1 poll a", "line 1: 'a' is too much"},
        {"T1 \x1b[2J", "line 1: unknown operation '?[2J'"},
    };
    static stress_seq s;
    char error[128];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool refused = !stress_seq_parse(&s, cases[i][0], error, sizeof error);
        if (!tap_ok(refused && strcmp(error, cases[i][1]) == 0, "text: %s", cases[i][1]))
            tap_note("said: %s", refused ? error : "nothing");
    }
    static char text[20 * STRESS_SEQ_MOST];
    for (int i = 0; i <= STRESS_SEQ_MOST; i++)
        strcat(text, "T1 poll\n");
    bool refused = !stress_seq_parse(&s, text, error, sizeof error);
    tap_ok(refused && strcmp(error, "line 257: more than 256 operations") == 0, "text: too long");
}
