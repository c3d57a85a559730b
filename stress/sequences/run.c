/*
 * run.c: see sequences.h.
 */
#include "stress/sequences/sequences.h"

#include "refcount/tool/cli.h"
#include "stress/sequences/generate.h"
#include "stress/sequences/shrink.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool stress_sequences_run(const stress_sequences_options *options, stress_sequences_result *result)
{
    stress_seq s;
    double deadline = rc_tool_now() + options->seconds;
    *result = (stress_sequences_result){.seed = options->seed};
    for (uint64_t i = 0; options->count == 0 || i < options->count; i++) {
        if (options->seconds > 0 && rc_tool_now() >= deadline)
            break;
        result->seed = options->seed + i;
        stress_seq_generate(&s, result->seed);
        stress_seq_play(&options->target, &s, &result->played);
        result->sequences++;
        result->operations += result->played.operations;
        result->skipped += result->played.skipped;
        if (result->played.failed) {
            result->length = s.length;
            stress_seq_shrink(&options->target, &s, &result->played, options->shrink_seconds);
            stress_seq_print(&s, result->text, sizeof result->text);
            return false;
        }
    }
    return true;
}

bool stress_sequences_replay(const stress_seq_target *target, const char *text,
                             stress_seq_played *played, char *error, size_t size)
{
    stress_seq s;
    if (!stress_seq_parse(&s, text, error, size))
        return false;
    stress_seq_play(target, &s, played);
    return true;
}

int stress_sequences_replay_file(const rc_ops *ops, const char *path)
{
    static char text[65536];
    char error[128];
    stress_seq_played played;
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        rc_cli_fail("%s: %s", path, strerror(errno));
    size_t size = fread(text, 1, sizeof text - 1, file);
    bool whole = feof(file) && !ferror(file);
    fclose(file);
    if (!whole)
        rc_cli_fail("%s: cannot be read, or is too long for a sequence", path);
    if (strlen(text) < size)
        rc_cli_fail("%s: not a text", path);
    if (!stress_sequences_replay(&(stress_seq_target){.ops = ops}, text, &played, error,
                                 sizeof error))
        rc_cli_fail("%s: %s", path, error);
    printf("%s: %llu operations, %llu of the text not legal here and skipped: %s\n", path,
           (unsigned long long)played.operations, (unsigned long long)played.skipped,
           played.failed ? played.reason : "as it must be");
    return played.failed ? RC_EXIT_VIOLATION : RC_EXIT_OK;
}
