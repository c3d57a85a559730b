# rules.mk: seeded bugs and what finds them. See stress/mutants/README.md.

# FULL=1 shows each mutant to all detectors, which takes an hour and a half; else to those that promise it.
FULL ?=
mutants: ## seeded bugs: each must be found by the detectors that promise it; FULL=1: the whole matrix
	@.ci/deps check && stress/mutants/run --work $(BUILD)/mutants $(if $(FULL),,--promised)
mutants-doc: ## docs/mutants.md from the last run of `make mutants`
	@stress/mutants/doc.py $(BUILD)/mutants/matrix.json docs/mutants.md
.PHONY: mutants mutants-doc
