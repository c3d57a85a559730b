# rules.mk: rc-claims, the claims of the note on Python's GIL as experiments, and their page.

CLAIMS_PER := $(addprefix bench/claims/,kernel.c tasks.c examples.c)
CLAIMS_C := $(filter-out $(CLAIMS_PER) bench/claims/points_%.c,$(wildcard bench/claims/*.c bench/claims/experiments/*.c))
PROGRAMS += $(BUILD)/bin/rc-claims
$(BUILD)/bin/rc-claims: LDLIBS += -ljansson
$(BUILD)/bin/rc-claims: $(call per_backend,$(CLAIMS_PER)) $(call obj_of,any,$(CLAIMS_C)) \
    $(call obj_of,points-plain,bench/claims/points_plain.c) $(call obj_of,points-mutex,bench/claims/points_mutex.c) \
    $(ALL_BACKENDS) $(TOOL_OBJ)
	$(LINK)

TESTS += $(BUILD)/test/claims_test
$(BUILD)/test/claims_test: LDLIBS += -ljansson
$(BUILD)/test/claims_test: $(call obj_of,any,bench/tests/claims_test.c bench/claims/result.c) $(TOOL_OBJ) $(ALL_BACKENDS)
	$(LINK)

CLAIMS_PAGE = /usr/bin/python3 bench/report/claims.py --claims $(BUILD)/claims/claims.jsonl --output $(BUILD)/claims
claims: ## every claim of the note on Python's GIL put to the test: verdicts, and a page with a plot for each
	@.ci/deps compare
	@$(MAKE) --no-print-directory $(BUILD)/bin/rc-claims
	@mkdir -p $(BUILD)/claims
	@$(BUILD)/bin/rc-claims --json $(BUILD)/claims/claims.jsonl
	@$(CLAIMS_PAGE)
claims-doc: ## docs/gil.md from the last run of `make claims`
	@$(CLAIMS_PAGE) --document docs/gil.md --pictures docs/claims
.PHONY: claims claims-doc
