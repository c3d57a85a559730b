# rules.mk: slots and structures on every scheme of a backend, one program per backend.

SLOTS_TEST := $(wildcard stress/slots/*.c)
# What a program needs that holds all schemes of a backend, with their tables.
SLOTS_OF = $(call obj_of,$(1),refcount/ops.c) $(call ONE_BACKEND,$(1)) $(call obj_of,any,gc/ops_table.c) \
    $(sort $(foreach s,$(SCHEMES),$(call PAIR,$(1),$(s)) $(call pair_of,$(1),$(s),gc/ops.c)))
define SLOTS_RULES
TESTS += $(BUILD)/test/slots-$(1)
$(BUILD)/test/slots-$(1): LDLIBS += $(ALL_SCHEME_LIBS)
$(BUILD)/test/slots-$(1): $(call obj_of,any,$(SLOTS_TEST)) $(call SLOTS_OF,$(1)) $(STRESS_SUPPORT)
	$$(LINK)
endef
$(foreach b,$(BACKENDS),$(eval $(call SLOTS_RULES,$(b))))
