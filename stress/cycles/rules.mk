# rules.mk: the tests of the cycle collector: every source once per backend.

CYCLES_TESTS := graphs shapes deep endings control threads
define CYCLES_RULES
TESTS += $(CYCLES_TESTS:%=$(BUILD)/test/cycles-%-$(1))
$(CYCLES_TESTS:%=$(BUILD)/test/cycles-%-$(1)): $(BUILD)/test/cycles-%-$(1): $(OBJ)/$(1)/stress/cycles/%_test.o \
    $(call obj_of,$(1),stress/cycles/cells.c $(CYCLES)) $(call ONE_BACKEND,$(1)) $(STRESS_SUPPORT)
	$$(LINK)
endef
$(foreach b,$(BACKENDS),$(eval $(call CYCLES_RULES,$(b))))
