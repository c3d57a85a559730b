# rules.mk: the conformance suite of reclamation schemes, a file of three lines for each.

define RECLAIM_RULES
TESTS += $(BUILD)/test/reclaim-$(1)
$(BUILD)/test/reclaim-$(1): LDLIBS += $(call SCHEME_LIBS,$(1))
$(BUILD)/test/reclaim-$(1): $(call obj_of,any,stress/reclaim/$(1).c) $(call ONE_PAIR,atomic,$(1)) $(STRESS_SUPPORT)
	$$(LINK)
endef
$(foreach s,$(SCHEMES),$(eval $(call RECLAIM_RULES,$(s))))
