# rules.mk: libFuzzer's target for the reader of traces. See stress/fuzz/rules.mk.

TRACE_FUZZ := $(call obj_of,any,bench/trace/writer.c) $(TRACE_READ)
$(BUILD)/bin/trace_fuzz $(BUILD)/bin/trace_fuzz_fault: LDLIBS += -lz
$(BUILD)/bin/trace_fuzz: $(call obj_of,any,bench/trace/fuzz/trace_fuzz.c) $(TRACE_FUZZ)
	$(LINK)
$(BUILD)/bin/trace_fuzz_fault: $(call obj_of,fault,bench/trace/fuzz/trace_fuzz.c) $(TRACE_FUZZ)
	$(LINK)
fuzz-targets: $(BUILD)/bin/trace_fuzz
fuzz-faults: $(BUILD)/bin/trace_fuzz_fault
