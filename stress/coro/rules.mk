# rules.mk: coroutines and the other object types: one source for every backend.

define CORO_RULES
TESTS += $(BUILD)/test/coro-$(1) $(BUILD)/test/coro-cycles-$(1)
$(BUILD)/test/coro-$(1): $(call obj_of,$(1),stress/coro/coro_test.c) $(call ONE_BACKEND,$(1)) $(STRESS_SUPPORT) \
    $(call obj_of,any,stress/coro/fiber.c)
	$$(LINK)
$(BUILD)/test/coro-cycles-$(1): $(call obj_of,$(1),stress/coro/cycles_test.c $(CYCLES)) $(call ONE_BACKEND,$(1)) \
    $(STRESS_SUPPORT) $(call obj_of,any,stress/coro/fiber.c)
	$$(LINK)
# For people, and for optimised builds: sanitizers cost the two sides different things.
$(BUILD)/test/coro-speed-$(1): $(call obj_of,$(1),stress/coro/speed_test.c) $(call ONE_BACKEND,$(1)) $(STRESS_SUPPORT)
	$$(LINK)
endef
$(foreach b,$(BACKENDS),$(eval $(call CORO_RULES,$(b))))
coro-speed: $(BACKENDS:%=$(BUILD)/test/coro-speed-%) ## what a step of a coroutine costs, beside a switch of stacks
	@for program in $^; do $$program || exit 1; done
.PHONY: coro-speed
