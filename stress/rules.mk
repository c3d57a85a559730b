# rules.mk: rc-stress, and the test programs of refcount/.

include stress/mutants/rules.mk

STRESS_SUPPORT := $(call obj_of,any,stress/support/threads.c stress/support/puppet.c \
    $(addprefix refcount/tool/,machine.c scale.c tap.c))

# ------------------------------------------------------------------------------------- rc-stress
# All backends once more, with their points (refcount/point.h) compiled in.
define POINTS_RULES
$(OBJ)/points-$(1)/%.o: CPPFLAGS += -DRC_BACKEND=$(1) -DRC_POINTS
$(OBJ)/points-$(1)/%.o: %.c
	$$(COMPILE)
endef
$(foreach b,$(BACKENDS),$(eval $(call POINTS_RULES,$(b))))

# And all pairs of a backend and a scheme.
POINTS_PAIRS = $(sort $(foreach b,$(BACKENDS),$(foreach s,$(SCHEMES),\
    $(call points_pair_of,$(b),$(s),gc/ops.c $(call GC_OF,$(s))) $(call scheme_of,$(s),$(call GC_ANY_OF,$(s))))))

# What rc-stress is made of: every source under stress/ but the programs and tests of other rooms.
STRESS_ROOMS := . harness litmus oracles progress scenarios schedule sequences
STRESS_SOURCES := $(filter-out %_test.c,$(wildcard $(STRESS_ROOMS:%=stress/%/*.c)))
STRESS_SOURCES := $(STRESS_SOURCES:stress/./%=stress/%)
PROGRAMS += $(BUILD)/bin/rc-stress
$(BUILD)/bin/rc-stress: LDLIBS += -ljansson
# For stress/oracles/shortage.c: what the library asks of the system and may be refused.
SHORTAGE_LDFLAGS := -Wl,--wrap=aligned_alloc \
    -Wl,--wrap=rc_platform_exit_key_create,--wrap=rc_platform_exit_key_set,--wrap=rc_platform_at_fork
$(BUILD)/bin/rc-stress: LDFLAGS += $(SHORTAGE_LDFLAGS)
$(BUILD)/bin/rc-stress: LDLIBS += $(ALL_SCHEME_LIBS)
$(BUILD)/bin/rc-stress: $(foreach b,$(BACKENDS),$(call obj_of,points-$(b),$(call CORE_OF,$(b)) $(CYCLES) gc/cycles/ops.c)) $(POINTS_PAIRS) \
    $(call obj_of,any,$(STRESS_SOURCES) $(SHARED) refcount/ops_table.c refcount/types/ops_table.c gc/ops_table.c gc/cycles/ops_table.c) $(TOOL_OBJ) \
    $(call obj_of,any,stress/support/threads.c stress/support/puppet.c)
	$(LINK)

SECONDS ?= 600
soak: $(BUILD)/bin/rc-stress ## all scenarios in random order over all sound backends, for SECONDS=600
	$(BUILD)/bin/rc-stress --soak $(SECONDS) --keep $(BUILD)/soak --json $(BUILD)/soak.json

tsan: ## the tests and scenarios under ThreadSanitizer, gcc and clang
asan: ## the tests under AddressSanitizer, LeakSanitizer and UBSan, gcc and clang
valgrind: ## the tests under Valgrind memcheck
tsan asan:
	@.ci/deps check && .ci/check $@-gcc $@-clang
valgrind:
	@.ci/deps check && .ci/check $@
.PHONY: soak tsan asan valgrind

include stress/tests/rules.mk

# What measures progress, on seeded bugs.
TESTS += $(BUILD)/test/progress
$(BUILD)/test/progress: LDLIBS += -ljansson
$(BUILD)/test/progress: $(foreach b,$(BACKENDS),$(call obj_of,points-$(b),$(call CORE_OF,$(b)))) $(call obj_of,any, \
    $(filter-out stress/progress/progress.c,$(wildcard stress/progress/*.c)) stress/harness/self.c stress/harness/suspend.c \
    stress/schedule/points.c stress/oracles/faults.c stress/support/threads.c $(SHARED) refcount/ops_table.c) $(TOOL_OBJ)
	$(LINK)

# ----------------------------------------------------------------------- one test per backend
# Conformance: a file of two lines for each backend. Memory: the same source for all.
define SUITE_RULES
TESTS += $(BUILD)/test/conformance-$(1) $(BUILD)/test/memory-$(1)
$(BUILD)/test/conformance-$(1): $(call obj_of,any,stress/conformance/$(1).c) $(call ONE_BACKEND,$(1)) $(STRESS_SUPPORT)
	$$(LINK)
$(BUILD)/test/memory-$(1): LDFLAGS += -Wl,--wrap=malloc,--wrap=free,--wrap=aligned_alloc
$(BUILD)/test/memory-$(1): $(call obj_of,$(1),stress/memory/oom_test.c) $(call ONE_BACKEND,$(1)) $(STRESS_SUPPORT)
	$$(LINK)
endef
$(foreach b,$(BACKENDS),$(eval $(call SUITE_RULES,$(b))))

# The interpreter lock: the same source for all.
define GIL_RULES
TESTS += $(BUILD)/test/gil-$(1)
$(BUILD)/test/gil-$(1): $(call obj_of,$(1),stress/gil/gil_test.c) $(call ONE_BACKEND,$(1)) $(STRESS_SUPPORT)
	$$(LINK)
endef
$(foreach b,$(BACKENDS),$(eval $(call GIL_RULES,$(b))))
gil-switches: $(BUILD)/test/gil-plain ## the timed interpreter lock in a million switches: never two holders
	@$< switches 1000000
.PHONY: gil-switches

define BIASED_RULES
TESTS += $(BUILD)/test/biased-$(1)
$(BUILD)/test/biased-$(1): $(call obj_of,any,stress/biased/$(1)_test.c) $(call ONE_BACKEND,biased) $(STRESS_SUPPORT)
	$$(LINK)
endef
$(foreach t,states limits owner safepoint exit identity orders memory,$(eval $(call BIASED_RULES,$(t))))

# ----------------------------------------------------------------------------- negative controls
# Programs with a fault that a lane's tool must report; not run by themselves.
CONTROLS := $(patsubst stress/controls/%.c,$(BUILD)/control/%,$(wildcard stress/controls/*.c))
controls: $(CONTROLS)
$(BUILD)/control/%: $(OBJ)/any/stress/controls/%.o $(call ONE_BACKEND,plain) $(STRESS_SUPPORT)
	$(LINK)
.PHONY: controls

# ------------------------------------------------------------------------------------ checked mode
CHECK_SUPPORT := $(ALL_BACKENDS) $(STRESS_SUPPORT)
TESTS += $(BUILD)/test/check-misuse $(BUILD)/test/check-oom $(foreach b,$(BACKENDS),$(BUILD)/test/check-lkdtm-$(b))
$(BUILD)/test/check-misuse: $(call obj_of,any,stress/check/misuse_test.c) $(CHECK_SUPPORT)
	$(LINK)
$(BUILD)/test/check-oom: LDFLAGS += -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
$(BUILD)/test/check-oom: $(call obj_of,any,stress/check/oom_test.c) $(CHECK_SUPPORT)
	$(LINK)
define LKDTM_RULES
$(BUILD)/test/check-lkdtm-$(1): $(call obj_of,$(1),stress/check/lkdtm.c) $(CHECK_SUPPORT)
	$$(LINK)
endef
$(foreach b,$(BACKENDS),$(eval $(call LKDTM_RULES,$(b))))
include stress/reclaim/rules.mk stress/slots/rules.mk stress/cycles/rules.mk
include stress/sequences/rules.mk stress/model/rules.mk stress/coro/rules.mk
