# rules.mk: the tests of the cycle collector: every source once per backend.

CYCLES_TESTS := graphs shapes deep endings control threads
define CYCLES_RULES
TESTS += $(CYCLES_TESTS:%=$(BUILD)/test/cycles-%-$(1)) $(BUILD)/test/cycles-sliced-$(1)
$(CYCLES_TESTS:%=$(BUILD)/test/cycles-%-$(1)) $(BUILD)/test/cycles-sliced-$(1): $(BUILD)/test/cycles-%-$(1): $(OBJ)/$(1)/stress/cycles/%_test.o \
    $(call obj_of,$(1),stress/cycles/cells.c $(CYCLES)) $(call ONE_BACKEND,$(1)) $(STRESS_SUPPORT)
	$$(LINK)
endef
$(foreach b,$(BACKENDS),$(eval $(call CYCLES_RULES,$(b))))

# The same once more: what says rc_collect collects in slices. With counts of each kind: the locks differ in nothing
# that the collector sees.
define SLICED_RULES
TESTS += $(CYCLES_TESTS:%=$(BUILD)/test/cycles-%-sliced-$(1))
$(CYCLES_TESTS:%=$(BUILD)/test/cycles-%-sliced-$(1)): $(BUILD)/test/cycles-%-sliced-$(1): \
    $(OBJ)/sliced-$(1)/stress/cycles/%_test.o $(call obj_of,$(1),stress/cycles/cells.c $(CYCLES)) \
    $(call ONE_BACKEND,$(1)) $(STRESS_SUPPORT)
	$$(LINK)
$(OBJ)/sliced-$(1)/%.o: CPPFLAGS += -DRC_BACKEND=$(1) -DCELLS_SLICED
$(OBJ)/sliced-$(1)/%.o: %.c
	$$(COMPILE)
endef
$(foreach b,$(filter plain atomic biased,$(BACKENDS)),$(eval $(call SLICED_RULES,$(b))))
