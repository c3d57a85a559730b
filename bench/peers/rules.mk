# rules.mk: the peers of rc-bench: other implementations behind the same tables.
#
# Those of libstdc++, of our own and of python3 are always there. The others are built if what they need is
# installed (make deps-peers); PEERS= leaves them out. Sanitizers would find fault with them, not with us.

PEERS_ALL := boost xenium libcds glib rust arc_swap
peer_needs_boost    := /usr/include/boost/smart_ptr/atomic_shared_ptr.hpp
peer_needs_xenium   := /usr/include/xenium/acquire_guard.hpp
peer_needs_libcds   := /usr/include/cds/gc/hp.h
peer_needs_glib     := /usr/include/glib-2.0/glib-object.h
RUSTC               ?= rustc
peer_needs_rust     := $(shell command -v $(RUSTC))
ARC_SWAP_SOURCE     := $(firstword $(wildcard /usr/share/cargo/registry/arc-swap-*/src/lib.rs))
peer_needs_arc_swap := $(or $(ARC_SWAP_SOURCE),/usr/share/cargo/registry/arc-swap)
peer_there = $(if $(wildcard $(peer_needs_$(1))),$(1))
PEERS ?= $(filter-out $(if $(peer_needs_rust),,arc_swap),$(foreach p,$(PEERS_ALL),$(call peer_there,$(p))))

# Of each peer all that begins with its name.
PEER_SOURCES := $(if $(SANITIZE),,$(foreach p,$(PEERS),$(wildcard $(foreach n,$(p) $(p)_*,bench/peers/*_$(n).c bench/peers/*_$(n).cc))))
peer_obj = $(call obj_of,any,$(filter %.c,$(1))) $(patsubst %.cc,$(OBJ)/any/%.o,$(filter %.cc,$(1)))
PEERS_BUILTIN  = $(call peer_obj,$(wildcard $(addprefix bench/peers/*_,bare.c c11.c urcu.c std.cc epoch.c python.c)))
PEERS_OPTIONAL = $(call peer_obj,$(PEER_SOURCES)) $(PEER_LIBRARIES)
$(OBJ)/any/bench/peers/collect_python.o: CPPFLAGS += '-DRC_BENCH_SCRIPTS="$(CURDIR)/bench/peers"'
# std::atomic<std::shared_ptr>, and make_shared of an array, are of C++20.
$(OBJ)/any/bench/peers/slot_std.o $(OBJ)/any/bench/peers/larson_std.o: override CXXFLAGS += -std=c++20

PEER_LIST := $(OBJ)/any/bench/peers/list

# As system headers, whose warnings are theirs.
$(OBJ)/any/bench/peers/%: CPPFLAGS += $(PEER_FLAGS)
ifneq ($(filter glib,$(PEERS)),)
PEER_FLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags gobject-2.0))
PEER_LIBS  += $(shell pkg-config --libs gobject-2.0)
endif
ifneq ($(filter libcds,$(PEERS)),)
PEER_LIBS  += -lcds
endif
$(BUILD)/bin/rc-bench: LDLIBS += $(PEER_LIBS)

# Without cargo, which would want a registry: arc-swap is one file and has no dependencies.
RUST_PEERS := $(if $(PEER_SOURCES),$(filter rust arc_swap,$(PEERS)))
PEER_LIBRARIES := $(if $(RUST_PEERS),$(BUILD)/lib/librc-peers-rust.a)
ARC_SWAP_LIBRARY := $(if $(filter arc_swap,$(RUST_PEERS)),$(OBJ)/any/bench/peers/libarc_swap.rlib)
RUST = @mkdir -p $(@D); echo "$(RUSTC) -o $@"; env -u MAKEFLAGS -u MFLAGS $(RUSTC) -O -g --edition 2018
$(OBJ)/any/bench/peers/libarc_swap.rlib: $(ARC_SWAP_SOURCE)
	$(RUST) --crate-type rlib --crate-name arc_swap --cap-lints allow $< -o $@
$(BUILD)/lib/librc-peers-rust.a: bench/peers/rust.rs $(wildcard bench/peers/*_*.rs) $(ARC_SWAP_LIBRARY) $(PEER_LIST)
	$(RUST) --crate-type staticlib -C panic=abort $(RUST_PEERS:%=--cfg peer_%) $(ARC_SWAP_LIBRARY:%=--extern arc_swap=%) $< -o $@

# Linked anew whenever there are others than the last time.
ifneq ($(strip $(PEER_SOURCES)),$(strip $(file <$(PEER_LIST))))
.PHONY: $(PEER_LIST)
endif
$(PEER_LIST):
	@mkdir -p $(@D); echo '$(strip $(PEER_SOURCES))' > $@

deps-peers: ## install the Debian packages of the peers that rc-bench is compared with
	@.ci/deps peers
.PHONY: deps-peers
