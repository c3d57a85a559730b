/*
 * gil.h: the interpreter lock and critical sections. They say themselves what is wrong with a call; none
 * touches an object's count.
 */
#ifndef RC_CHECK_DECORATOR_GIL_H
#define RC_CHECK_DECORATOR_GIL_H

#define PASS_F(result, name, parameters, arguments)                                                \
    static result check_##name parameters                                                          \
    {                                                                                              \
        return RC_NAME(name) arguments;                                                            \
    }
#define PASS_P(name, parameters, arguments)                                                        \
    static void check_##name parameters                                                            \
    {                                                                                              \
        RC_NAME(name) arguments;                                                                   \
    }
RC_API_GIL(PASS_F, PASS_P)
#undef PASS_F
#undef PASS_P

#endif
