# rules.mk: the targets of libFuzzer. A build of its own, because all of the library is built for it: `make
# fuzz` and stress/tests/fuzz_test.sh make one in build/fuzz. The target in bench/trace adds itself.

FUZZ_SECONDS ?= 600
FUZZ_SANITIZE = -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

# A target's source, once as it is and once with a fault that it must find.
$(OBJ)/fault/%.o: CPPFLAGS += -DSTRESS_FUZZ_FAULT
$(OBJ)/fault/%.o: %.c
	$(COMPILE)
$(BUILD)/bin/%_fuzz $(BUILD)/bin/%_fuzz_fault: LDFLAGS += -fsanitize=fuzzer

SEQUENCE_FUZZ := $(SEQUENCES) $(ALL_BACKENDS) $(TOOL_OBJ) \
    $(call obj_of,any,stress/support/threads.c stress/support/puppet.c)
$(BUILD)/bin/sequence_fuzz $(BUILD)/bin/sequence_fuzz_fault: LDLIBS += -ljansson
$(BUILD)/bin/sequence_fuzz: $(call obj_of,any,stress/fuzz/sequence_fuzz.c) $(SEQUENCE_FUZZ)
	$(LINK)
$(BUILD)/bin/sequence_fuzz_fault: $(call obj_of,fault,stress/fuzz/sequence_fuzz.c) $(SEQUENCE_FUZZ)
	$(LINK)

fuzz-targets: $(BUILD)/bin/sequence_fuzz
fuzz-faults: $(BUILD)/bin/sequence_fuzz_fault

fuzz-build:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzz CC=clang CXX=clang++ OPT='-O1 -g' \
	    SANITIZE='$(FUZZ_SANITIZE)' fuzz-targets fuzz-faults

fuzz: ## look for inputs that break something, for FUZZ_SECONDS=600 a target
	@.ci/deps check
	@$(MAKE) --no-print-directory fuzz-build
	@stress/fuzz/fuzz $(BUILD)/fuzz $(FUZZ_SECONDS)
.PHONY: fuzz fuzz-build fuzz-targets fuzz-faults
