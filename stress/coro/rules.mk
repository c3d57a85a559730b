# rules.mk: coroutines and the other object types.

define CORO_RULES
TESTS += $(BUILD)/test/coro-$(1)
$(BUILD)/test/coro-$(1): $(call obj_of,$(1),stress/coro/coro_test.c) $(call ONE_BACKEND,$(1)) $(STRESS_SUPPORT)
	$$(LINK)
endef
$(foreach b,$(BACKENDS),$(eval $(call CORO_RULES,$(b))))
