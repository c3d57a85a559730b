# rules.mk: seeded bugs and what finds them. See stress/mutants/README.md.

MUTANTS = stress/mutants/run --work $(BUILD)/mutants $(MUTANTS_FLAGS)
mutants: ## seeded bugs: each must be found by the detectors that promise it
	@$(MUTANTS)
mutants-doc: ## docs/mutants.md from the last run of `make mutants`
	@stress/mutants/doc.py $(BUILD)/mutants/matrix.json docs/mutants.md
.PHONY: mutants mutants-doc
