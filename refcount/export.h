/*
 * export.h: what the export.c of each layer makes of its list of operations: functions under the names that the
 * backend's library exports, the same for every backend. refcount/export.c explains the form.
 */
#ifndef RC_EXPORT_H
#define RC_EXPORT_H

#define RC_EXPORT_F(result, name, parameters, arguments)                                           \
    extern result export_##name parameters __asm__("rc_" #name);                                   \
    result export_##name parameters                                                                \
    {                                                                                              \
        return rc_##name arguments;                                                                \
    }
#define RC_EXPORT_P(name, parameters, arguments)                                                   \
    extern void export_##name parameters __asm__("rc_" #name);                                     \
    void export_##name parameters                                                                  \
    {                                                                                              \
        rc_##name arguments;                                                                       \
    }

#endif
