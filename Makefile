# refcount: `make compare` shows the backends side by side, `make check` runs the tests. `make help` lists
# the rest. Both install what a fresh Debian 12 lacks; see .ci/deps.

BUILD  ?= build
PREFIX ?= /usr/local
CC     ?= gcc
CXX    ?= g++
ifeq ($(origin CC),default)
CC      = gcc
endif
ifeq ($(origin CXX),default)
CXX     = g++
endif
# Line tables: what backtraces, profiles and sanitizers need. For a debugger: OPT='-O0 -g3'.
OPT    ?= -O2 -g1
# Extra flags of a lane: SANITIZE=-fsanitize=thread, or -DRC_POINTS.
SANITIZE ?=

WARN      = -Wall -Wextra -Wpedantic
CPPFLAGS += -I. -D_GNU_SOURCE
ALL_CFLAGS   = -std=c11 $(OPT) $(WARN) $(SANITIZE) $(CFLAGS)
ALL_CXXFLAGS = -std=c++17 $(OPT) $(WARN) $(SANITIZE) $(CXXFLAGS)
LDLIBS    = -pthread
# Only gcc's objects carry both code and what -flto wants, so that one archive serves both kinds of link.
FAT      := $(if $(findstring clang,$(CC)),,-flto -ffat-lto-objects)
AR        = $(if $(FAT),gcc-ar,ar)

# All counting backends; BACKENDS='atomic biased' builds everything with these alone, in a BUILD of its own.
LISTED   := $(shell sed -n 's/^ *X(\([a-z0-9_]*\)).*/\1/p' refcount/counters/list.h)
BACKENDS := $(LISTED)
ifneq ($(BACKENDS),$(LISTED))
$(if $(filter-out $(LISTED),$(BACKENDS)),$(error no backend $(filter-out $(LISTED),$(BACKENDS)); there are $(LISTED)))
CPPFLAGS += '-DRC_BACKENDS(X)=$(foreach b,$(BACKENDS),X($(b)))'
endif
# One source, compiled once per backend; and what does not depend on the backend.
LAYERS    = $(addprefix refcount/,object.c weak.c thread.c observer.c tracked.c world.c critical_section.c gil.c gil_lock.c)
# The object types: refcount/types/ but for what does not depend on the backend, or belongs to a library alone.
TYPES     = $(filter-out %/export.c %/error_class.c %/ops.c %/ops_table.c,$(wildcard refcount/types/*.c))
CORE      = $(LAYERS) $(TYPES) refcount/ops.c refcount/types/ops.c refcount/check/decorator.c
# A counting backend: a source, and a folder if that is not enough.
COUNTER   = $(wildcard refcount/counters/$(1).c refcount/counters/$(1)/*.c)
CORE_OF   = $(CORE) $(call COUNTER,$(1))
# The cycle collector, compiled once per backend; not what makes it a table, or belongs to a library alone.
CYCLES   := $(filter-out %/ops.c %/ops_table.c %/export.c %/choose.c,$(wildcard gc/cycles/*.c))
SHARED   := refcount/platform.c refcount/types/error_class.c $(filter-out refcount/check/decorator.c,$(wildcard refcount/check/*.c))
TOOL     := $(wildcard refcount/tool/*.c)

OBJ = $(BUILD)/obj
obj_of = $(addprefix $(OBJ)/$(1)/,$(patsubst %.c,%.o,$(2)))
# What a program needs that holds one backend, inline.
ONE_BACKEND = $(call obj_of,$(1),$(LAYERS) $(TYPES) $(call COUNTER,$(1))) \
              $(call obj_of,any,refcount/platform.c refcount/types/error_class.c)
# Everything a program needs that holds all backends.
ALL_BACKENDS = $(foreach b,$(BACKENDS),$(call obj_of,$(b),$(call CORE_OF,$(b)))) \
               $(call obj_of,any,$(SHARED) refcount/ops_table.c)
TOOL_OBJ = $(call obj_of,any,$(TOOL))

.DEFAULT_GOAL := all
.SECONDARY:
.DELETE_ON_ERROR:

# The rooms add their programs to PROGRAMS, and to TESTS what prints TAP and needs no arguments.
PROGRAMS :=
TESTS    :=
include gc/rules.mk stress/rules.mk bench/rules.mk

all: libraries $(PROGRAMS) ## the libraries and the programs
programs: $(PROGRAMS)
tests: $(TESTS)
list-tests:
	@printf '%s\n' $(TESTS)
# Those of the layers above the counts: some lanes leave them to others of the same kind.
UPPER_TESTS = $(filter $(addprefix $(BUILD)/test/,reclaim-% slots-% cycles-% gil-% coro-% model-%),$(TESTS))
lower-tests: $(filter-out $(UPPER_TESTS),$(TESTS))
list-lower-tests:
	@printf '%s\n' $(filter-out $(UPPER_TESTS),$(TESTS))
# Those whose threads must really run at once, so that nothing else may run beside them.
list-tests-alone:
	@printf '%s\n' $(filter $(addprefix $(BUILD)/test/,conformance-% slots-% stress-harness stress-litmus stress-starving progress),$(TESTS))
# Those that cannot be run by Valgrind, which lets one thread run at a time: they watch what threads do that stand still
# while others run.
list-tests-not-valgrind:
	@printf '%s\n' $(addprefix $(BUILD)/test/,progress stress-watchdog)
list-backends:
	@printf '%s\n' $(BACKENDS)

check: ## all tests, in all lanes: gcc, clang, sanitizers, Valgrind, the installed library, the documentation
	@.ci/deps check && .ci/check

# A program from its objects: LINK after a rule's prerequisites, which may add LDLIBS of their own.
LINK = @mkdir -p $(@D); echo "$(CC) -o $@"; $(CC) $(OPT) $(SANITIZE) -rdynamic $(LDFLAGS) $(filter %.o,$^) -o $@ $(LDLIBS)

# ---------------------------------------------------------------------------------------- objects
define COMPILE
@mkdir -p $(@D); echo "$(CC) -c $< ($(patsubst $(OBJ)/%/,%,$(firstword $(subst /$<,/ ,$(@:.o=.c)))))"
@$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c $< -o $@
endef

$(OBJ)/any/%.o: %.c
	$(COMPILE)
$(OBJ)/any/%.o: %.cc
	@mkdir -p $(@D); echo "$(CXX) -c $<"
	@$(CXX) $(CPPFLAGS) $(ALL_CXXFLAGS) -MMD -MP -c $< -o $@
define BACKEND_RULES
$(OBJ)/$(1)/%.o $(OBJ)/lib-$(1)/%.o $(OBJ)/pic-$(1)/%.o: CPPFLAGS += -DRC_BACKEND=$(1)
$(OBJ)/$(1)/%.o: %.c
	$$(COMPILE)
endef
$(foreach b,$(BACKENDS),$(eval $(call BACKEND_RULES,$(b))))

include refcount/install.mk
-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)

# ------------------------------------------------------------------------------------ housekeeping
deps: ## install the Debian packages that are missing
	@.ci/deps check compare

clean: ## remove everything that was built
	rm -rf $(BUILD)

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | sort -u | \
	    awk -F'\t' '{ printf "  make %-12s %s\n", $$1, $$2 }'


.PHONY: all programs tests lower-tests list-lower-tests list-tests list-tests-alone list-tests-not-valgrind list-backends libraries deps clean help check compare install uninstall
