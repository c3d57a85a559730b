# rules.mk: rc-model: every interleaving and every outcome of the memory model. See docs/model.md.

# The library and the programs are compiled for ThreadSanitizer and linked with the model checker in its place. So
# these objects, and the checker's own, are the same in every lane. -O1: the compiler must not merge stores.
MODEL_FLAGS = -include stress/model/seam.h -fno-optimize-sibling-calls
# At fixed addresses: a recorded execution names variables by them.
MODEL_PLACE := -O1 -g -fno-pie
define MODEL_RULES
$(OBJ)/model-$(1)/%.o: CPPFLAGS += -DRC_BACKEND=$(1) $(MODEL_FLAGS)
$(OBJ)/model-$(1)/%.o: override SANITIZE := -fsanitize=thread
$(OBJ)/model-$(1)/%.o: override OPT := $(MODEL_PLACE)
$(OBJ)/model-$(1)/%.o: %.c
	$$(COMPILE)
endef
MODEL_BACKENDS := $(BACKENDS) extern
$(foreach b,$(MODEL_BACKENDS),$(eval $(call MODEL_RULES,$(b))))

# Slots, on every backend with the abstract grace period, and on one with the schemes that are sources of ours. A scheme's
# constructor asks the checker, in place of the library, to be told of threads: see schemes.c.
MODEL_SCHEMES := lock hazard_asym
MODEL_PAIRS := $(BACKENDS:%=%+model) $(if $(filter atomic,$(BACKENDS)),$(MODEL_SCHEMES:%=atomic+%))
SOURCES_OF_SCHEME = gc/ops.c $(if $(filter model,$(1)),stress/model/abstract/model.c,$(call GC_OF,$(1)))
define MODEL_PAIR_RULES
$(OBJ)/model-$(1)+$(2)/%.o: CPPFLAGS += -DRC_BACKEND=$(1) -DRC_RECLAIM=$(2) -Istress/model/abstract \
    -Drc_$(1)_observer_add_=model_observe_$(1)_$(2) $(MODEL_FLAGS)
$(OBJ)/model-$(1)+$(2)/%.o: override SANITIZE := -fsanitize=thread
$(OBJ)/model-$(1)+$(2)/%.o: override OPT := $(MODEL_PLACE)
$(OBJ)/model-$(1)+$(2)/%.o: %.c
	$$(COMPILE)
MODEL_SLOTS += $(call obj_of,model-$(1)+$(2),$(call SOURCES_OF_SCHEME,$(2)))
endef
$(foreach p,$(MODEL_PAIRS),$(eval $(call MODEL_PAIR_RULES,$(firstword $(subst +, ,$(p))),$(lastword $(subst +, ,$(p))))))

# The checker itself, without any sanitizer.
$(OBJ)/model/%.o: override SANITIZE :=
$(OBJ)/model/%.o: override OPT := -O2 -g -fno-pie
$(OBJ)/model/%.o: %.c
	$(COMPILE)

MODEL_FIBER := $(or $(wildcard stress/model/fiber_$(shell uname -m).c),stress/model/fiber_any.c)
MODEL_CHECKER := $(filter-out stress/model/fiber_%.c stress/model/main.c %_test.c,$(wildcard stress/model/*.c)) $(MODEL_FIBER)
MODEL_PROGRAMS := $(wildcard $(addprefix stress/model/,litmus/*.c programs/*.c programs/*/*.c seeded/*.c))
# The programs of reclamation look into their schemes.
ifeq ($(filter atomic,$(BACKENDS)),)
MODEL_PROGRAMS := $(filter-out stress/model/programs/reclaim/%,$(MODEL_PROGRAMS))
endif
MODEL_LIBRARY = $(foreach b,$(BACKENDS),$(call obj_of,model-$(b),$(LAYERS) $(TYPES) \
    refcount/ops.c refcount/types/ops.c $(call COUNTER,$(b)) $(CYCLES))) \
    $(call obj_of,model-extern,refcount/platform.c refcount/types/error_class.c) $(MODEL_SLOTS)
MODEL_OBJECTS = $(MODEL_LIBRARY) $(call obj_of,model-extern,$(MODEL_PROGRAMS)) \
    $(call obj_of,model,$(MODEL_CHECKER) $(TOOL) gc/ops_table.c)

PROGRAMS += $(BUILD)/bin/rc-model
# A program of its own links: a sanitizer's run-time library would bring the entry points that the checker has.
MODEL_LINK = @mkdir -p $(@D); echo "$(CC) -o $@"; $(CC) -g -no-pie $(filter %.o,$^) -o $@ -ljansson -pthread
$(BUILD)/bin/rc-model: $(MODEL_OBJECTS) $(call obj_of,model,stress/model/main.c)
	$(MODEL_LINK)

model: $(BUILD)/bin/rc-model ## the model checker: every program in all its executions
	$(BUILD)/bin/rc-model --json $(BUILD)/model.json
model-doc: ## docs/model-programs.md from the last run of `make model`
	@stress/model/programs.py $(BUILD)/model.json docs/model-programs.md
orders: $(BUILD)/bin/rc-model ## every memory order weakened by one step: what breaks? Writes docs/orders.md
	$(BUILD)/bin/rc-model --orders --json $(BUILD)/orders.json || [ $$? -eq 1 ]
	@stress/model/orders.py $(BUILD)/orders.json stress/model/orders.keep docs/orders.md
.PHONY: model model-doc orders model-relacy

# ---------------------------------------------------------------------------------- tests of the checker
# The checker is linked with no sanitizer's run-time library, so that its tests are for lanes without one.
MODEL_TESTS := $(if $(SANITIZE),,fuzz self)
define MODEL_TEST_RULES
TESTS += $(BUILD)/test/model-$(1)
$(BUILD)/test/model-$(1): $(call obj_of,model,stress/model/tests/$(1)_test.c) $(MODEL_OBJECTS)
	$$(MODEL_LINK)
endef
$(foreach t,$(MODEL_TESTS),$(eval $(call MODEL_TEST_RULES,$(t))))
$(BUILD)/test/model-fuzz: $(call obj_of,model,stress/model/tests/axioms.c)
$(BUILD)/test/model-self: $(call obj_of,model-extern,stress/model/tests/trips.c)

# The same litmus tests by Relacy, where Debian's relacy-dev is installed. It is older than C++14's sized operator delete.
# Optimized it is minutes of compilation for a second less.
RELACY := $(wildcard /usr/include/relacy/relacy.hpp)
$(BUILD)/test/relacy: stress/model/tests/relacy.cc
	@mkdir -p $(@D); echo "$(CXX) -o $@"; $(CXX) -std=gnu++11 -O0 -w $< -o $@
model-relacy: $(BUILD)/bin/rc-model $(if $(RELACY),$(BUILD)/test/relacy) ## outcomes and executions of ten litmus tests beside Relacy's
	$(if $(RELACY),@stress/model/tests/relacy_test.py $(BUILD)/test/relacy $<,@echo "1..0 # skipped: relacy-dev is not installed")
