# rules.mk: the sequences, for rc-stress, their test and the fuzzer.

SEQUENCES := $(call obj_of,any,$(filter-out %_test.c,$(wildcard stress/sequences/*.c)))
$(BUILD)/bin/rc-stress: $(SEQUENCES)

TESTS += $(BUILD)/test/sequences
$(BUILD)/test/sequences: LDLIBS += -ljansson
$(BUILD)/test/sequences: $(call obj_of,any,stress/sequences/sequences_test.c) $(SEQUENCES) \
    $(ALL_BACKENDS) $(TOOL_OBJ) $(call obj_of,any,stress/support/threads.c stress/support/puppet.c)
	$(LINK)
include stress/fuzz/rules.mk
