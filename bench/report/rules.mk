# rules.mk: rc-report, and what makes results for it.

# One file that needs nothing but python3, so that it can be taken along.
REPORT_SOURCES := $(wildcard bench/report/*.py)
PROGRAMS += $(BUILD)/bin/rc-report
$(BUILD)/bin/rc-report: $(REPORT_SOURCES)
	@mkdir -p $(@D); echo "python3 -m zipapp -o $@"
	@rm -rf $(OBJ)/report && mkdir -p $(OBJ)/report && cp $^ $(OBJ)/report
	@/usr/bin/python3 -m zipapp $(OBJ)/report --main main:run --python /usr/bin/python3 --output $@

# Neither is needed to measure.
MEASURED_PROGRAMS = $(filter-out $(addprefix $(BUILD)/bin/,rc-model rc-claims),$(PROGRAMS))
# SECONDS and ROUNDS as given on the command line: the first one has another default elsewhere.
BENCH_OPTIONS = BUILD='$(BUILD)' BUDGET='$(if $(filter command% environment%,$(origin SECONDS)),$(SECONDS))' \
    PASSES='$(PASSES)' ROUNDS='$(ROUNDS)' OUT='$(OUT)' TRACES='$(TRACES)'

compare: ## the main job: stress verdicts, measurements and a replayed trace, over all backends: 4 minutes
	@.ci/deps compare
	@$(MAKE) --no-print-directory $(MEASURED_PROGRAMS) $(BUILD)/trace/ffmpeg.rctrace
	@$(BENCH_OPTIONS) bench/bench.sh --sample

bench: ## the same over all suites and recordings, with all peers, in 15 minutes on a quiet machine; OUT=DIR, SECONDS=N
	@.ci/deps compare peers
	@$(MAKE) --no-print-directory $(MEASURED_PROGRAMS) $(BUILD)/trace/ffmpeg.rctrace
	@$(BENCH_OPTIONS) bench/bench.sh
bench-again: ## once more into build/bench-again: do the two runs agree on at least 90 % of all ratios?
	@$(MAKE) --no-print-directory bench OUT=$(BUILD)/bench-again
	@$(BUILD)/bin/rc-report --agree $(BUILD)/bench $(BUILD)/bench-again
deps-report: ## install the browser with which the page is tested
	@.ci/deps report
results-doc: ## docs/results.md and README.md from the last run of `make bench`
	@/usr/bin/python3 bench/report/results_doc.py $(BUILD)/bench --again $(BUILD)/bench-again \
	    --pictures docs/results --picture docs/results.svg docs/results.md README.md
.PHONY: bench bench-again deps-report results-doc
