# rules.mk: the peers of rc-bench: other implementations behind the same tables.
#
# Those of libstdc++, of our own and of python3 are always there. The others are built if what they need is
# installed (make deps-peers); PEERS= leaves them out. Sanitizers would find fault with them, not with us.

PEERS_ALL := boost xenium arc_swap
peer_needs_boost    := /usr/include/boost/smart_ptr/atomic_shared_ptr.hpp
peer_needs_xenium   := /usr/include/xenium/acquire_guard.hpp
ARC_SWAP_SOURCE     := $(firstword $(wildcard /usr/share/cargo/registry/arc-swap-*/src/lib.rs))
RUSTC               ?= rustc
peer_needs_arc_swap := $(or $(ARC_SWAP_SOURCE),/usr/share/cargo/registry/arc-swap)
peer_there = $(if $(wildcard $(peer_needs_$(1))),$(1))
PEERS ?= $(filter-out $(if $(shell command -v $(RUSTC)),,arc_swap),$(foreach p,$(PEERS_ALL),$(call peer_there,$(p))))

# Of each peer all that begins with its name.
PEER_SOURCES := $(if $(SANITIZE),,$(foreach p,$(PEERS),$(wildcard bench/peers/*_$(p).c bench/peers/*_$(p).cc bench/peers/*_$(p)_*.cc)))
peer_obj = $(call obj_of,any,$(filter %.c,$(1))) $(patsubst %.cc,$(OBJ)/any/%.o,$(filter %.cc,$(1)))
PEERS_BUILTIN  = $(call peer_obj,$(wildcard bench/peers/*_bare.c bench/peers/*_std.cc bench/peers/*_epoch.c bench/peers/*_python.c))
PEERS_OPTIONAL = $(call peer_obj,$(PEER_SOURCES)) $(PEER_LIBRARIES)
$(OBJ)/any/bench/peers/collect_python.o: CPPFLAGS += '-DRC_BENCH_SCRIPTS="$(CURDIR)/bench/peers"'
# std::atomic<std::shared_ptr> is of C++20.
$(OBJ)/any/bench/peers/slot_std.o: override CXXFLAGS += -std=c++20

ifneq ($(filter %_arc_swap.c,$(PEER_SOURCES)),)
PEER_LIBRARIES := $(BUILD)/lib/librc-peer-arc-swap.a
endif
# Without cargo, which would want a registry: it is one file and has no dependencies.
RUST = @mkdir -p $(@D); echo "$(RUSTC) -o $@"; env -u MAKEFLAGS -u MFLAGS $(RUSTC) -O -g --edition 2018
$(OBJ)/any/bench/peers/libarc_swap.rlib: $(ARC_SWAP_SOURCE)
	$(RUST) --crate-type rlib --crate-name arc_swap --cap-lints allow $< -o $@
$(BUILD)/lib/librc-peer-arc-swap.a: bench/peers/slot_arc_swap.rs $(OBJ)/any/bench/peers/libarc_swap.rlib
	$(RUST) --crate-type staticlib -C panic=abort --extern arc_swap=$(filter %.rlib,$^) $< -o $@

# Linked anew whenever there are others than the last time.
PEER_LIST := $(OBJ)/any/bench/peers/list
ifneq ($(strip $(PEER_SOURCES)),$(strip $(file <$(PEER_LIST))))
.PHONY: $(PEER_LIST)
endif
$(PEER_LIST):
	@mkdir -p $(@D); echo '$(strip $(PEER_SOURCES))' > $@

deps-peers: ## install the Debian packages of the peers that rc-bench is compared with
	@.ci/deps peers
.PHONY: deps-peers
