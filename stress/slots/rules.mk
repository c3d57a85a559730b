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

# Objects that hang together through slots, and the collector: a region and hazard pointers, counts with and
# without an owner.
define COLLECTED_RULES
TESTS += $(BUILD)/test/slots-collected-$(1)-$(2)
$(BUILD)/test/slots-collected-$(1)-$(2): LDLIBS += $(call SCHEME_LIBS,$(2))
$(BUILD)/test/slots-collected-$(1)-$(2): $(call pair_of,$(1),$(2),stress/slots/collected/collected_test.c) \
    $(call obj_of,$(1),$(CYCLES)) $(call ONE_PAIR,$(1),$(2)) $(STRESS_SUPPORT)
	$$(LINK)
endef
$(foreach b,$(filter atomic biased,$(BACKENDS)),$(foreach s,$(filter epoch hazard_asym,$(SCHEMES)),$(eval $(call COLLECTED_RULES,$(b),$(s)))))
