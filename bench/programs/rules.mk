# rules.mk: the suite `programs`: a workload is one file, compiled once per backend, or once per backend and scheme,
# and once for the peer that is written by hand.

PROGRAM_KERNELS      := $(addprefix bench/programs/,trees.c drops.c json.c larson.c)
PROGRAM_PAIR_KERNELS := $(addprefix bench/programs/,map.c cache.c)
PROGRAM_PEER_KERNELS := $(PROGRAM_KERNELS) bench/programs/map.c
# What the counts do shows with one scheme, what a scheme does with one backend.
PROGRAM_PAIRS_ALL := $(addsuffix +epoch,$(BACKENDS)) $(addprefix atomic+,hazard_asym rcu_qsbr lock) biased+hazard_asym
pair_words = $(subst +, ,$(1))
PROGRAM_PAIRS ?= $(foreach p,$(PROGRAM_PAIRS_ALL),$(if $(filter $(lastword $(call pair_words,$(p))),$(SCHEMES)),$(p)))

$(OBJ)/program-peer/%.o: CPPFLAGS += -DRC_PROGRAM_PEER
$(OBJ)/program-peer/%.o: %.c
	$(COMPILE)

MICRO_PROGRAMS = $(call per_backend,$(PROGRAM_KERNELS)) \
    $(foreach p,$(PROGRAM_PAIRS),$(addprefix $(OBJ)/$(p)/,$(PROGRAM_PAIR_KERNELS:.c=.o)) \
        $(call PAIR,$(firstword $(call pair_words,$(p))),$(lastword $(call pair_words,$(p))))) \
    $(addprefix $(OBJ)/program-peer/,$(PROGRAM_PEER_KERNELS:.c=.o)) \
    $(call obj_of,any,bench/programs/team.c bench/programs/workloads.c)

# The same with kernels that are wrong on purpose, to see that the suite finds out. Compiled fast.
PROGRAM_FAULTS := lose_release wrong_result
define PROGRAM_FAULT_RULES
$(OBJ)/program-fault-$(1)/%.o: CPPFLAGS += -DRC_BACKEND=atomic -DRC_RECLAIM=epoch -DRC_PROGRAM_FAULT=$(1)
$(OBJ)/program-fault-$(1)/%.o: ALL_CFLAGS += -O0 -g0
$(OBJ)/program-fault-$(1)/%.o: %.c
	$$(COMPILE)
endef
$(foreach f,$(PROGRAM_FAULTS),$(eval $(call PROGRAM_FAULT_RULES,$(f))))
PROGRAM_FAULTY = $(foreach f,$(PROGRAM_FAULTS),$(addprefix $(OBJ)/program-fault-$(f)/,$(patsubst %.c,%.o,$(PROGRAM_KERNELS) $(PROGRAM_PAIR_KERNELS) $(wildcard bench/tests/faulty_*.c))))
$(OBJ)/any/bench/peers/program_python.o: CPPFLAGS += '-DRC_BENCH_SCRIPTS="$(CURDIR)/bench/peers"'
