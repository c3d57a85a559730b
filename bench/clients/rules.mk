# rules.mk: programs of others as clients of the library, and what they were recorded doing.

CLIENTS = /usr/bin/python3 bench/clients/run.py --build $(BUILD)
clients: ## jq with its counts replaced by each backend: its tests, two threads on one document, and its speed
	@.ci/deps compare clients
	@$(CLIENTS)

RECORDED := ffmpeg gstreamer jq
RECORDINGS = $(patsubst %,$(BUILD)/trace/%.rctrace,$(RECORDED))
traces: ## record ffmpeg, GStreamer and jq anew, and replay them with every backend: one table
	@.ci/deps compare clients
	@$(MAKE) --no-print-directory $(RECORDERS) $(BUILD)/bin/rc-replay $(BUILD)/bin/rc-bench
	@for record in clip gstreamer jq; do bench/record/trace-$$record --build $(BUILD) || exit; done
	@$(MAKE) --no-print-directory traces-table
traces-table: $(BUILD)/bin/rc-replay $(BUILD)/bin/rc-bench ## the table alone, of what was recorded last
	@$(BUILD)/bin/rc-replay --table --json $(BUILD)/trace/table.jsonl $(RECORDINGS)
	@$(BUILD)/bin/rc-bench '--benchmark_filter=^(pair/rr/object|copy/random/counter)/(plain|atomic|biased)' \
	    --json $(BUILD)/trace/micro.jsonl
clients-doc: ## docs/real-programs.md from the last runs of `make clients` and `make traces`
	@/usr/bin/python3 bench/clients/page.py --build $(BUILD) docs/real-programs.md
.PHONY: clients traces traces-table clients-doc
