# Every target sets up what it needs in an environment of this checkout (VENV), from Python 3.11
# or newer (PYTHON) and nothing else. `make` alone lists the targets.

PYTHON ?= python3
VENV ?= .venv
TIME ?= 60

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SPEC := docs/examples/support/support.specl
XDIST := -n 2

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint docs coverage packaging test-consumers fuzz compare bench bench-quick build clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.installed ## check a shipped spec, then print the rubric made from it
	$(BIN)/specl check $(SPEC)
	$(BIN)/specl rubric $(SPEC)

test: $(VENV)/.installed-test ## run the tests
	$(BIN)/python -m pytest $(XDIST)

lint: $(VENV)/.installed-lint ## ruff, mypy and the layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.installed-docs ## build the documentation in docs/_build/html
	$(BIN)/python -m sphinx -n -W --keep-going -b html docs docs/_build/html

coverage: $(VENV)/.installed-test ## run the tests and say which lines they missed
	$(BIN)/python -m pytest $(XDIST) --cov --cov-report=term

packaging: $(VENV)/.installed-test $(VENV)/.installed-build ## build, install and try wheel, sdist and lowest versions
	$(BIN)/python -m pytest -m slow tests/packaging

test-consumers: $(VENV)/.installed-test ## hand rubrics to the tools that read them, each in its own environment (first time: minutes)
	SPECL_CONSUMERS_REQUIRED=1 $(BIN)/python -m pytest -m consumer $(XDIST) --dist loadscope tests/consumers

fuzz: $(VENV)/.installed-test ## draw random specs and texts for TIME seconds (TIME=60)
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python tests/fuzz.py --seconds $(TIME)

compare: $(VENV)/.installed-test ## hold all that is quick against what is plain on 10,000 random specs (8 minutes)
	$(BIN)/python -m tests.reference.compare --specs 10000 --write docs/explanation/compared.md

bench: $(VENV)/.installed-bench ## run specl and its peers, with ratios; renew the table in docs (10-20 minutes)
	$(BIN)/python -m tests.benchmarks.run --write docs/explanation/speed_table.md

bench-quick: $(VENV)/.installed-bench ## the same with smaller specs, printed only (2 minutes)
	$(BIN)/python -m tests.benchmarks.run --quick

build: $(VENV)/.installed-build ## wheel and sdist in dist/
	$(BIN)/python -m build --outdir dist .

clean: ## remove everything that was built or installed here
	rm -rf .venv .venv-* build dist docs/_build docs/_generated .coverage .coverage.* .hypothesis
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# pip learnt to install dependency groups in 25.1.
$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "specl needs Python 3.11 or newer: make PYTHON=python3.11 …" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --upgrade "pip>=25.1"
	$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/.installed-%: $(VENV)/.installed
	$(PIP) install --quiet --group $*
	@touch $@
