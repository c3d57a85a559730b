#include "stress/model/search.h"
#include "stress/model/programs.h"
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
static char outs[256][64]; static uint64_t n[256]; static int no;
static void on(const char *s) { if (!s) { no = 0; return; } if(!*s) return; int i; for (i = 0; i < no; i++) if (!strcmp(outs[i], s)) { n[i]++; return; } strcpy(outs[no], s); n[no++] = 1; }
int main(int argc, char **argv)
{
    model_machine_init();
    model_on_outcome = on;
    if (getenv("PLAIN")) model_config.plain_dfs = true;
    for (const model_program *const *p = model_programs(); *p; p++) {
        if (argc > 1 && !strstr((*p)->name, argv[1])) continue;
        for (unsigned b = 0; rc_ops_at(b); b++) {
            static model_result r;
            rc = rc_ops_at(b);
            if ((*p)->bare && b) break;
            if (argc > 2 && strcmp(argv[2], rc->get_backend()->name)) continue;
            if ((*p)->backends && !strstr((*p)->backends, rc->get_backend()->name)) continue;
            model_config.mode = (*p)->sampled && strstr((*p)->sampled, rc->get_backend()->name) ? MODEL_RANDOM : MODEL_EXHAUSTIVE; model_config.executions = model_config.mode == MODEL_RANDOM ? 100000 : 0;
            no = 0;
            model_search(*p, &r);
            fflush(stdout);printf("%-24s %-7s %8llu + %llu in %.3f s = %.0f/s, searches %u deepest %u %s %s\n", (*p)->name, (*p)->bare ? "" : rc->get_backend()->name, (unsigned long long)r.executions,
                   (unsigned long long)r.redundant, r.seconds, (r.executions+r.redundant)/r.seconds, r.searches, r.deepest, model_oracle_names[r.fault.oracle], r.fault.oracle ? r.fault.text : "");
            if ((*p)->outcomes) {
                for (int i = 0; i < no; i++) { bool ok = false; for (const model_outcome *o = (*p)->outcomes; o->text; o++) ok |= !strcmp(o->text, outs[i]); if (!ok) printf("    UNEXPECTED %s\n", outs[i]); }
                for (const model_outcome *o = (*p)->outcomes; o->text; o++) { bool ok = false; for (int i = 0; i < no; i++) ok |= !strcmp(o->text, outs[i]); if (!ok) printf("    MISSING %s\n", o->text); }
            }
        }
    }
}
