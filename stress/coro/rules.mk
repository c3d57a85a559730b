# rules.mk: coroutines and the other object types: one source for every backend.

define CORO_RULES
TESTS += $(BUILD)/test/coro-$(1) $(BUILD)/test/coro-cycles-$(1)
$(BUILD)/test/coro-$(1): $(call obj_of,$(1),stress/coro/coro_test.c) $(call ONE_BACKEND,$(1)) $(STRESS_SUPPORT) \
    $(call obj_of,any,stress/coro/fiber.c)
	$$(LINK)
$(BUILD)/test/coro-cycles-$(1): $(call obj_of,$(1),stress/coro/cycles_test.c $(CYCLES)) $(call ONE_BACKEND,$(1)) \
    $(STRESS_SUPPORT) $(call obj_of,any,stress/coro/fiber.c)
	$$(LINK)
endef
$(foreach b,$(BACKENDS),$(eval $(call CORO_RULES,$(b))))
