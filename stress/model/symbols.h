/*
 * symbols.h: names for addresses: source lines of code, blocks and variables of memory.
 */
#ifndef STRESS_MODEL_SYMBOLS_H
#define STRESS_MODEL_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

enum { MODEL_NAME = 64 };

typedef struct model_place {
    char file[MODEL_NAME]; /* below the top of the repository, as the compiler was given it */
    char function[MODEL_NAME];
    unsigned line;
} model_place;

/* Where calls that return to these addresses stand in the sources; inside inline functions, if it is one. */
void model_find_places(const uintptr_t *pc, unsigned count, model_place *place);

/* "object+8": what stands at an address, in the execution that was played last. */
void model_name_address(uintptr_t address, char *text, size_t size);

/* The file's name alone. */
const char *model_file_name(const model_place *place);

#endif
