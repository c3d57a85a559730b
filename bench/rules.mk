# rules.mk: rc-bench, rc-replay, the recorder, and their tests.

# One source, compiled once per backend, with all backends behind it.
per_backend = $(foreach b,$(BACKENDS),$(call obj_of,$(b),$(1)))

# --------------------------------------------------------------------------- recorder and replay
# A recorder is what all of them share, and the files that know one library.
RECORDER := $(BUILD)/lib/librc-record-avbuffer.so
RECORDERS := $(RECORDER) $(addprefix $(BUILD)/lib/librc-record-,gstreamer.so jq.so)
RECORDER_SHARED := $(call obj_of,record,$(addprefix bench/record/,real.c recorder.c table.c) bench/trace/writer.c)
recorder_of = $(call obj_of,record,$(addprefix bench/record/,$(1))) $(RECORDER_SHARED)
$(OBJ)/record/%.o: ALL_CFLAGS += -fPIC -fvisibility=hidden
$(OBJ)/record/%.o: %.c
	$(COMPILE)
$(RECORDER): $(call recorder_of,avbuffer.c avframe.c avutil.c)
$(BUILD)/lib/librc-record-gstreamer.so: $(call recorder_of,gobject.c gstmini.c)
$(BUILD)/lib/librc-record-jq.so: $(call recorder_of,jq.c)
$(RECORDERS):
	@mkdir -p $(@D); echo "$(CC) -o $@"
	@$(CC) $(OPT) $(SANITIZE) -shared $^ -o $@ -lz -ldl $(LDLIBS)

TRACE_READ := $(call obj_of,any,bench/trace/reader.c bench/trace/load.c)
REPLAY := $(call obj_of,any,$(filter-out bench/replay/kernel.c,$(wildcard bench/replay/*.c)) bench/trace/stats.c bench/trace/fold.c) \
          $(TRACE_READ) $(ALL_BACKENDS) $(TOOL_OBJ)
PROGRAMS += $(BUILD)/bin/rc-replay $(RECORDERS)
$(BUILD)/bin/rc-replay $(BUILD)/test/rc-replay-%: LDLIBS += -lz -ljansson
$(BUILD)/bin/rc-replay: $(REPLAY) $(call per_backend,bench/replay/kernel.c)
	$(LINK)

TRACE_CLIP = bench/record/trace-clip --build $(BUILD)
$(BUILD)/trace/ffmpeg.rctrace: | $(RECORDER) $(BUILD)/bin/rc-replay
	@$(TRACE_CLIP)
trace: ## decode a clip with ffmpeg and record, anew, what it does to its buffers
	@.ci/deps compare
	@$(MAKE) --no-print-directory $(RECORDER) $(BUILD)/bin/rc-replay
	@$(TRACE_CLIP)

# The same with a kernel that is wrong on purpose, to see that the replay finds out.
FAULTS := lose_release early_release
define FAULT_RULES
$(OBJ)/fault-$(1)-$(2)/%.o: CPPFLAGS += -DRC_BACKEND=$(2) -DRC_REPLAY_FAULT=$(1)
$(OBJ)/fault-$(1)-$(2)/%.o: %.c
	$$(COMPILE)
endef
$(foreach f,$(FAULTS),$(foreach b,$(BACKENDS),$(eval $(call FAULT_RULES,$(f),$(b)))))
define FAULT_PROGRAM
$(BUILD)/test/rc-replay-$(1): $(REPLAY) $(foreach b,$(BACKENDS),$(call obj_of,fault-$(1)-$(b),bench/replay/kernel.c))
	$$(LINK)
endef
$(foreach f,$(FAULTS),$(eval $(call FAULT_PROGRAM,$(f))))

TESTS += $(BUILD)/test/trace_test
$(BUILD)/test/trace_%: LDLIBS += -lz
$(BUILD)/test/trace_test: $(call obj_of,any,bench/tests/trace_test.c bench/trace/writer.c refcount/tool/scale.c refcount/tool/tap.c) $(TRACE_READ)
	$(LINK)
$(BUILD)/test/trace_make: $(call obj_of,any,bench/tests/trace_make.c bench/trace/writer.c)
	$(LINK)
$(BUILD)/test/trace_show: $(call obj_of,any,bench/tests/trace_show.c) $(TRACE_READ)
	$(LINK)
$(BUILD)/test/trace_record_program: LDLIBS += -lavutil -ldl
$(BUILD)/test/trace_record_program: $(call obj_of,any,bench/tests/trace_record_program.c)
	$(LINK)

# Stand-ins for the libraries of two recorders, as they are expected and otherwise, and a program on each.
$(OBJ)/wrong/%.o: CPPFLAGS += -DSMALL_JV_WRONG -DSMALL_GOBJECT_WRONG
$(OBJ)/stand-in/%.o $(OBJ)/wrong/%.o: ALL_CFLAGS += -fPIC
$(OBJ)/stand-in/%.o: %.c
	$(COMPILE)
$(OBJ)/wrong/%.o: %.c
	$(COMPILE)
$(BUILD)/test/libsmall_%.so: $(OBJ)/stand-in/bench/tests/small_%.o
	@mkdir -p $(@D); $(CC) $(OPT) $(SANITIZE) -shared -Wl,-soname,$(@F) $^ -o $@
$(BUILD)/test/wrong/libsmall_%.so: $(OBJ)/wrong/bench/tests/small_%.o
	@mkdir -p $(@D); $(CC) $(OPT) $(SANITIZE) -shared -Wl,-soname,$(@F) $^ -o $@
# RUNPATH, so that a test can put the other one in its place.
recorded = $(call obj_of,any,bench/tests/trace_record_$(1).c) $(BUILD)/test/libsmall_$(2).so | $(BUILD)/test/wrong/libsmall_$(2).so
RECORD_LINK = @mkdir -p $(@D); $(CC) $(OPT) $(SANITIZE) $(filter %.o,$^) $(filter %.so,$^) -o $@ \
    '-Wl,--enable-new-dtags,-rpath,$$ORIGIN' $(LDLIBS)
$(BUILD)/test/trace_record_jq: $(call recorded,jq,jv)
	$(RECORD_LINK)
$(BUILD)/test/trace_record_gobject: $(call recorded,gobject,gobject)
	$(RECORD_LINK)

# What the scripts in bench/tests run, and the scripts.
TEST_PARTS := $(addprefix $(BUILD)/test/,trace_make trace_show $(addprefix trace_record_,program jq gobject) $(addprefix rc-replay-,$(FAULTS)))
.PHONY: trace

# -------------------------------------------------------------------------------------- rc-bench
MICRO_C  := $(addprefix bench/counts/,malloc.c kernels.c) $(addprefix bench/micro/,clock.c environment.c histogram.c yardstick.c)
MICRO_CC := $(foreach d,micro counts sharing slots structures garbage collect programs,$(wildcard bench/$(d)/*.cc))
# The counting backends that the suites about gc/ measure, with every scheme: all of them would be four hundred
# cases, and what differs between the others they do not show.
MICRO_BACKENDS ?= atomic biased
MICRO_PAIRS = $(foreach b,$(MICRO_BACKENDS),$(foreach s,$(SCHEMES),$(call PAIR,$(b),$(s)) \
    $(call pair_of,$(b),$(s),$(patsubst %,bench/%/kernel.c,slots structures garbage))))
MICRO_COLLECTORS = $(foreach b,$(MICRO_BACKENDS),$(call obj_of,$(b),$(CYCLES) bench/collect/kernel.c))
include bench/peers/rules.mk bench/programs/rules.mk
PROGRAMS += $(BUILD)/bin/rc-bench
$(OBJ)/any/bench/micro/environment.o: CPPFLAGS += '-DRC_BENCH_FLAGS="$(strip $(ALL_CFLAGS))"' \
    '-DRC_BENCH_CXX="$(shell $(CXX) --version | head -n 1)"' \
    '-DRC_BENCH_RUSTC="$(if $(filter rust arc_swap,$(PEERS)),$(shell $(RUSTC) --version))"'
MICRO = $(call per_backend,bench/counts/kernel.c) $(call obj_of,any,$(MICRO_C)) $(patsubst %.cc,$(OBJ)/any/%.o,$(MICRO_CC)) \
    $(ALL_BACKENDS) $(MICRO_PAIRS) $(MICRO_COLLECTORS) $(MICRO_PROGRAMS) $(TOOL_OBJ)
MICRO_LINK = @mkdir -p $(@D); echo "$(CXX) -o $@"; \
    $(CXX) $(OPT) $(SANITIZE) $(sort $(filter %.o,$^)) $(filter %.a,$^) -o $@ -lbenchmark -ljansson -lck $(ALL_SCHEME_LIBS) -ldl $(LDLIBS)
$(BUILD)/bin/rc-bench: $(MICRO) $(PEERS_BUILTIN) $(PEERS_OPTIONAL) $(PEER_LIST)
	$(MICRO_LINK)
# As it is on a machine whose pace changes all the time.
TEST_PARTS += $(BUILD)/test/rc-bench-noisy
$(BUILD)/test/rc-bench-noisy: $(filter-out %/yardstick.o,$(MICRO)) $(call obj_of,any,bench/tests/yardstick_noisy.c) $(PEERS_BUILTIN)
	$(MICRO_LINK)
TESTS += $(BUILD)/test/histogram_test
$(BUILD)/test/histogram_test: $(call obj_of,any,bench/tests/histogram_test.c bench/micro/histogram.c refcount/tool/tap.c)
	$(LINK)
# Counts that callgrind takes: bench/micro/instructions.sh.
PROGRAMS += $(BUILD)/libexec/rc-instructions
INSTRUCTIONS = $(call per_backend,bench/counts/kernel.c) $(call obj_of,any,bench/counts/instructions.c \
    $(filter bench/counts/%,$(MICRO_C)) bench/micro/clock.c bench/micro/environment.c bench/micro/yardstick.c) $(ALL_BACKENDS) $(TOOL_OBJ)
$(BUILD)/libexec/rc-instructions: LDLIBS += $(PEER_LIBS)
$(BUILD)/libexec/rc-instructions: $(INSTRUCTIONS) $(foreach o,$(PEERS_BUILTIN) $(PEERS_OPTIONAL),$(filter %.a,$(o)) $(if $(findstring /count_,$(o)),$(o))) $(PEER_LIST)
	@mkdir -p $(@D); echo "$(CXX) -o $@"; $(CXX) $(OPT) $(SANITIZE) $(filter %.o,$^) $(filter %.a,$^) -o $@ -ljansson -ldl $(LDLIBS)
# As it is where no peer is installed.
TEST_PARTS += $(BUILD)/test/rc-bench-alone
$(BUILD)/test/rc-bench-alone: $(MICRO) $(PEERS_BUILTIN)
	$(MICRO_LINK)
TEST_PARTS += $(BUILD)/test/rc-bench-faulty
$(BUILD)/test/rc-bench-faulty: $(MICRO) $(PEERS_BUILTIN) $(PROGRAM_FAULTY)
	$(MICRO_LINK)

test-parts: $(TEST_PARTS)
.PHONY: test-parts

include bench/report/rules.mk

measure: ## slots, structures, garbage and cycles beside all peers (10 minutes, quiet machine) into docs/measuring-slots.md
	@.ci/deps compare peers
	@$(MAKE) --no-print-directory $(BUILD)/bin/rc-bench
	@BUILD=$(BUILD) bench/measure.sh
.PHONY: measure
include bench/trace/fuzz/rules.mk bench/claims/rules.mk bench/clients/rules.mk
