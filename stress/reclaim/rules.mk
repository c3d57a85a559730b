# rules.mk: the conformance suite of reclamation schemes, a file of three lines for each.

# A test, its scheme.
define RECLAIM_RULES
TESTS += $(BUILD)/test/reclaim-$(1)
$(BUILD)/test/reclaim-$(1): LDLIBS += $(call SCHEME_LIBS,$(2))
$(BUILD)/test/reclaim-$(1): LDFLAGS += -Wl,--wrap=aligned_alloc
$(BUILD)/test/reclaim-$(1): $(call obj_of,any,stress/reclaim/$(1).c) $(call ONE_PAIR,atomic,$(2)) $(STRESS_SUPPORT)
	$$(LINK)
endef
$(foreach s,$(SCHEMES),$(eval $(call RECLAIM_RULES,$(s),$(s))))
# The same scheme where the kernel has no membarrier.
$(eval $(call RECLAIM_RULES,hazard_asym_fallback,hazard_asym))

# All schemes in one program: the table of peak garbage.
TESTS += $(BUILD)/test/reclaim-garbage
$(BUILD)/test/reclaim-garbage: LDLIBS += $(ALL_SCHEME_LIBS)
$(BUILD)/test/reclaim-garbage: $(call obj_of,any,stress/reclaim/garbage.c) $(call ONE_BACKEND,atomic) $(sort \
    $(foreach s,$(SCHEMES),$(call pair_of,atomic,$(s),stress/reclaim/garbage_case.c) $(call PAIR,atomic,$(s)))) $(STRESS_SUPPORT)
	$(LINK)

# Whether ThreadSanitizer sees a removed grace period: see stress/reclaim/control.c.
define RECLAIM_CONTROL_RULES
CONTROLS += $(BUILD)/control/no_grace_period-$(1)
$(BUILD)/control/no_grace_period-$(1): LDLIBS += $(call SCHEME_LIBS,$(1))
$(BUILD)/control/no_grace_period-$(1): $(call pair_of,atomic,$(1),stress/reclaim/control.c) $(call ONE_PAIR,atomic,$(1)) $(STRESS_SUPPORT)
	$$(LINK)
endef
RECLAIM_CONTROLS := $(foreach s,$(SCHEMES),no_grace_period-$(s))
$(foreach s,$(SCHEMES),$(eval $(call RECLAIM_CONTROL_RULES,$(s))))
controls: $(addprefix $(BUILD)/control/,$(RECLAIM_CONTROLS))
