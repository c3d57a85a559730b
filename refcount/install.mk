# install.mk: the libraries as they are installed.
#
#   librefcount-<backend>.a .so   one backend; an inline program and an -DRC_BACKEND=extern program link it
#   librefcount.a .so             all of them, chosen at start-up by REFCOUNT_BACKEND

ABI     := 1
VERSION := 1.0.0
LIB      = $(BUILD)/lib
DEST     = $(DESTDIR)$(PREFIX)
LIBRARIES := refcount $(addprefix refcount-,$(BACKENDS))

# Slots with the default scheme, which needs no other library; and the collector.
GC_DEFAULT := $(call GC_OF,hazard_asym)

# What a library holds, for one kind of object (lib: archives, pic: shared libraries).
kind_of  = $(call obj_of,$(1)-$(2),$(3))
contents = $(if $(filter refcount,$(2)),\
  $(foreach b,$(BACKENDS),$(call kind_of,$(1),$(b),$(filter-out $(TYPES) refcount/types/ops.c,$(call CORE_OF,$(b))) $(GC_DEFAULT) gc/ops.c $(CYCLES) gc/cycles/ops.c)) \
  $(call kind_of,$(1),any,$(TYPES) $(SHARED) refcount/ops_table.c refcount/choose.c gc/choose.c gc/cycles/ops_table.c gc/cycles/choose.c),\
  $(call kind_of,$(1),$(2:refcount-%=%),$(filter-out %/ops.c refcount/check/%,\
    $(call CORE_OF,$(2:refcount-%=%))) refcount/export.c refcount/types/export.c $(GC_DEFAULT) gc/export.c $(CYCLES) gc/cycles/export.c) \
  $(call kind_of,$(1),any,refcount/platform.c refcount/types/error_class.c))

define KIND_RULES
$(OBJ)/lib-$(1)/%.o: ALL_CFLAGS += $(FAT) -ffunction-sections
$(OBJ)/lib-$(1)/%.o: %.c
	$$(COMPILE)
$(OBJ)/pic-$(1)/%.o: ALL_CFLAGS += -fPIC
$(OBJ)/pic-$(1)/%.o: %.c
	$$(COMPILE)
endef
$(foreach b,any $(BACKENDS),$(eval $(call KIND_RULES,$(b))))

define LIBRARY_RULES
libraries: $(LIB)/lib$(1).a $(LIB)/lib$(1).so
$(LIB)/lib$(1).a: $(call contents,lib,$(1))
	@mkdir -p $$(@D)
	rm -f $$@
	$(AR) rcs $$@ $$^
$(LIB)/lib$(1).so.$(VERSION): $(call contents,pic,$(1)) refcount/exports.map
	@mkdir -p $$(@D)
	$(CC) -shared $(OPT) $(SANITIZE) -Wl,-soname,lib$(1).so.$(ABI) -Wl,--version-script=refcount/exports.map \
	    -Wl,-z,defs $$(filter %.o,$$^) -o $$@ $(LDLIBS)
$(LIB)/lib$(1).so: $(LIB)/lib$(1).so.$(VERSION)
	ln -sf $$(<F) $(LIB)/lib$(1).so.$(ABI)
	ln -sf $$(<F) $$@
endef
$(foreach l,$(LIBRARIES),$(eval $(call LIBRARY_RULES,$(l))))

HEADERS := $(filter-out refcount/ops.h refcount/api.h refcount/export.h refcount/gil_lock.h refcount/innermost.h,$(wildcard refcount/*.h)) \
           $(wildcard refcount/counters/*.h) \
           $(filter-out $(addprefix refcount/types/,api.h claim.h drive.h ops.h running.h),$(wildcard refcount/types/*.h)) \
           $(filter-out gc/ops.h gc/api.h,$(wildcard gc/*.h)) $(wildcard gc/structures/*.h) \
           $(addprefix gc/reclaim/,hazard_asym.h hazards.h record.h)

install: libraries ## install headers, libraries and pkg-config files under DESTDIR, PREFIX
	@mkdir -p $(DEST)/lib/pkgconfig
	@for h in $(HEADERS); do install -D -m 644 $$h $(DEST)/include/refcount-$(ABI)/$$h || exit 1; done
	@for l in $(LIBRARIES); do \
	    install -m 644 $(LIB)/lib$$l.a $(LIB)/lib$$l.so.$(VERSION) $(DEST)/lib || exit 1; \
	    ln -sf lib$$l.so.$(VERSION) $(DEST)/lib/lib$$l.so.$(ABI) || exit 1; \
	    ln -sf lib$$l.so.$(ABI) $(DEST)/lib/lib$$l.so || exit 1; \
	    sed -e 's|@PREFIX@|$(PREFIX)|; s|@LIBRARY@|'$$l'|; s|@VERSION@|$(VERSION)|; s|@ABI@|$(ABI)|' \
	        refcount/pkgconfig.in > $(DEST)/lib/pkgconfig/$$l.pc || exit 1; \
	done
	@echo "installed under $(DEST)"

uninstall: ## remove what install put there
	@for l in $(LIBRARIES); do \
	    rm -f $(DEST)/lib/lib$$l.a $(DEST)/lib/lib$$l.so $(DEST)/lib/lib$$l.so.$(ABI) \
	        $(DEST)/lib/lib$$l.so.$(VERSION) $(DEST)/lib/pkgconfig/$$l.pc; \
	done
	rm -rf $(DEST)/include/refcount-$(ABI)
