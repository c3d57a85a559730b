# rules.mk: the tests of the harness itself. They play scenarios of their own, on backends with points.

STRESS_HARNESS := $(wildcard $(addprefix stress/,harness/*.c oracles/*.c schedule/*.c)) stress/report.c
HARNESS_TEST_PARTS := $(filter-out %_test.c,$(wildcard stress/tests/*.c))
define HARNESS_TEST_RULES
TESTS += $(BUILD)/test/stress-$(1)
$(BUILD)/test/stress-$(1): LDLIBS += -ljansson
$(BUILD)/test/stress-$(1): LDFLAGS += $(SHORTAGE_LDFLAGS)
$(BUILD)/test/stress-$(1): $(call obj_of,any,stress/tests/$(1)_test.c $(HARNESS_TEST_PARTS) $(STRESS_HARNESS) $(SHARED) refcount/ops_table.c) \
    $(foreach b,$(BACKENDS),$(call obj_of,points-$(b),$(call CORE_OF,$(b)))) $(TOOL_OBJ) \
    $(call obj_of,any,stress/support/threads.c stress/support/puppet.c)
	$$(LINK)
endef
$(foreach t,$(patsubst stress/tests/%_test.c,%,$(wildcard stress/tests/*_test.c)),$(eval $(call HARNESS_TEST_RULES,$(t))))
$(BUILD)/test/stress-litmus: LDLIBS += $(ALL_SCHEME_LIBS)
$(BUILD)/test/stress-litmus: $(call obj_of,any,$(wildcard stress/litmus/*.c) stress/scenarios.c gc/ops_table.c gc/cycles/ops_table.c) $(POINTS_PAIRS) \
    $(foreach b,$(BACKENDS),$(call obj_of,points-$(b),$(CYCLES) gc/cycles/ops.c))
