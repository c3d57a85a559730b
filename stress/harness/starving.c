/*
 * starving.c: see starving.h.
 */
#include "stress/harness/starving.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One twentieth of the time counts as having run. */
enum { MOST = 64, HARDLY = 20 };

typedef struct task {
    long id;
    unsigned long long ticks; /* of processor time */
    char state;               /* R: it runs, or wants to */
} task;

static struct {
    task task[MOST];
    unsigned count;
} before;

static bool read_task(long id, task *t)
{
    char path[64], line[512];
    snprintf(path, sizeof path, "/proc/self/task/%ld/stat", id);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false; /* it has ended meanwhile */
    bool read = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    /* The name, in parentheses, may hold anything; the last one ends it. */
    const char *rest = read ? strrchr(line, ')') : NULL;
    unsigned long long user, system;
    if (rest == NULL || sscanf(rest + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu",
                               &t->state, &user, &system) != 3)
        return false;
    t->id = id;
    t->ticks = user + system;
    return true;
}

static unsigned read_tasks(task tasks[MOST])
{
    DIR *directory = opendir("/proc/self/task");
    if (directory == NULL)
        return 0;
    unsigned count = 0;
    for (const struct dirent *entry; count < MOST && (entry = readdir(directory)) != NULL;) {
        long id = strtol(entry->d_name, NULL, 10);
        if (id > 0 && id != gettid())
            count += read_task(id, &tasks[count]);
    }
    closedir(directory);
    return count;
}

void stress_starving_begin(void)
{
    before.count = read_tasks(before.task);
}

bool stress_starving(double seconds)
{
    task now[MOST];
    unsigned count = read_tasks(now);
    double enough = seconds * (double)sysconf(_SC_CLK_TCK) / HARDLY;
    for (unsigned i = 0; i < count; i++) {
        for (unsigned k = 0; k < before.count; k++) {
            if (now[i].id == before.task[k].id && now[i].state == 'R' &&
                (double)(now[i].ticks - before.task[k].ticks) < enough)
                return true;
        }
    }
    return false;
}
