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
