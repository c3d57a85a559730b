# rules.mk: gc/, compiled once for each pair of a backend and a reclamation scheme.
#
# A program with one pair:
#   $(BUILD)/test/x: LDLIBS += $(call SCHEME_LIBS,epoch)
#   $(BUILD)/test/x: $(call pair_of,atomic,epoch,stress/x.c) $(call ONE_PAIR,atomic,epoch)
# and with all: LDLIBS += $(ALL_SCHEME_LIBS), $(ALL_PAIRS) and the sources of its own by $(call per_pair,...).

SCHEMES := $(shell sed -n 's/^ *X(\([a-z0-9_]*\)).*/\1/p' gc/reclaim/list.h)

# What a scheme needs beside its own file, and retire.c.
SCHEME_SOURCES_lock := gc/reclaim/grace.c
SCHEME_SOURCES_epoch := gc/reclaim/grace.c
SCHEME_LIBS_epoch := -lck
SCHEME_SOURCES_hazard := gc/reclaim/hazards.c
SCHEME_LIBS_hazard := -lck
SCHEME_SOURCES_hazard_asym := gc/reclaim/hazards.c
# Over a flavour of liburcu: also what is compiled once for all backends, and a library.
define FLAVOUR
SCHEME_SOURCES_rcu_$(1) := gc/reclaim/grace.c gc/reclaim/rcu.c
SCHEME_ANY_rcu_$(1) := gc/reclaim/flavour.c
SCHEME_LIBS_rcu_$(1) := -lurcu-$(1) -lurcu-common
endef
$(foreach f,memb qsbr bp,$(eval $(call FLAVOUR,$(f))))

# One source, compiled once per pair.
GC_OF = gc/reclaim/retire.c gc/reclaim/$(1).c $(SCHEME_SOURCES_$(1))
# What is compiled once per scheme, whatever the backend.
GC_ANY_OF = $(SCHEME_ANY_$(1))
SCHEME_LIBS = $(SCHEME_LIBS_$(1))
ALL_SCHEME_LIBS = $(sort $(foreach s,$(SCHEMES),$(call SCHEME_LIBS,$(s))))

pair_of = $(addprefix $(OBJ)/$(1)+$(2)/,$(patsubst %.c,%.o,$(3)))
points_pair_of = $(addprefix $(OBJ)/points-$(1)+$(2)/,$(patsubst %.c,%.o,$(3)))
scheme_of = $(addprefix $(OBJ)/scheme-$(1)/,$(patsubst %.c,%.o,$(2)))
# A source of a program's own, for every pair; what a program needs that holds one pair; that holds all.
per_pair = $(foreach b,$(BACKENDS),$(foreach s,$(SCHEMES),$(call pair_of,$(b),$(s),$(1))))
PAIR     = $(call pair_of,$(1),$(2),$(call GC_OF,$(2))) $(call scheme_of,$(2),$(call GC_ANY_OF,$(2)))
ONE_PAIR = $(call ONE_BACKEND,$(1)) $(call PAIR,$(1),$(2))
ALL_PAIRS = $(sort $(foreach b,$(BACKENDS),$(foreach s,$(SCHEMES),$(call PAIR,$(b),$(s)))))

define PAIR_RULES
$(OBJ)/$(1)+$(2)/%.o $(OBJ)/points-$(1)+$(2)/%.o: CPPFLAGS += -DRC_BACKEND=$(1) -DRC_RECLAIM=$(2)
$(OBJ)/points-$(1)+$(2)/%.o: CPPFLAGS += -DRC_POINTS
$(OBJ)/$(1)+$(2)/%.o: %.c
	$$(COMPILE)
$(OBJ)/points-$(1)+$(2)/%.o: %.c
	$$(COMPILE)
endef
$(foreach b,$(BACKENDS),$(foreach s,$(SCHEMES),$(eval $(call PAIR_RULES,$(b),$(s)))))

define SCHEME_RULES
$(OBJ)/scheme-$(1)/%.o: CPPFLAGS += -DRC_RECLAIM=$(1)
$(OBJ)/scheme-$(1)/%.o: %.c
	$$(COMPILE)
endef
$(foreach s,$(SCHEMES),$(eval $(call SCHEME_RULES,$(s))))

list-schemes:
	@printf '%s\n' $(SCHEMES)
.PHONY: list-schemes
