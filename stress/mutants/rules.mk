# rules.mk: seeded bugs and what finds them. See stress/mutants/README.md.

# What a mutant is shown to: the first detector that promises it; PROMISED=1 all that do; FULL=1 all that there are,
# which takes hours. MUTANTS_FLAGS are more options of stress/mutants/run.
FULL ?=
PROMISED ?=
MUTANTS_FLAGS ?=
mutants: ## seeded bugs, each to be found by a detector that promises it; PROMISED=1: by all of these; FULL=1: the whole matrix
	@.ci/deps check && stress/mutants/run --work $(BUILD)/mutants \
	    $(if $(FULL),,$(if $(PROMISED),--promised,--first)) $(MUTANTS_FLAGS)
mutants-doc: ## docs/mutants.md from the last run of `make mutants`
	@stress/mutants/doc.py $(BUILD)/mutants/matrix.json docs/mutants.md
.PHONY: mutants mutants-doc
