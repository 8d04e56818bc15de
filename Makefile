# `make demo` and `make test` need only Python (3.11 or later) and make.
# PYTHON=/path/to/python chooses the interpreter; PYTEST_ARGS adds arguments for pytest, and
# BENCHMARK_ARGS for the benchmarks: "A C --without-peers" measures two jobs without the peers.

VENV := .venv
LOWEST := .venv-lowest
BIN := $(VENV)/bin
INSTALL := -m pip install --quiet --disable-pip-version-check --editable
PLAN := examples/service-response.toml
REPORT := build/service-response.html

.DEFAULT_GOAL := help
.PHONY: help demo test lint types contract browser test-lowest benchmark format architecture clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.installed ## write the report of the example and print its summary
	@mkdir -p $(dir $(REPORT))
	@$(BIN)/riskplan report $(PLAN) --seed 7 --out $(REPORT)

test: lint types contract browser ## lint, types, import contract and all tests, with coverage
	$(BIN)/python -m pytest -n auto --dist worksteal --cov $(PYTEST_ARGS)

lint: $(VENV)/.installed-dev ## ruff: rules and format
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .

types: $(VENV)/.installed-dev ## mypy, strict
	$(BIN)/mypy

contract: $(VENV)/.installed-dev ## the rooms import downwards only
	$(BIN)/lint-imports --no-logo

browser: ## see that a browser is there for the test that opens the report
	@tools/install-browser

test-lowest: $(LOWEST)/.installed ## all tests with the lowest dependencies that pyproject.toml allows
	$(LOWEST)/bin/python -m pytest $(PYTEST_ARGS)

benchmark: $(VENV)/.installed ## measure riskplan beside plain NumPy, a compiled kernel and its peers
	$(BIN)/python -m benchmarks $(BENCHMARK_ARGS)

format: $(VENV)/.installed-dev ## let ruff repair and format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

architecture: $(VENV)/.installed ## write ARCHITECTURE.md from the docstrings
	$(BIN)/python tools/architecture.py

clean: ## remove everything that make has made
	rm -rf $(VENV) $(LOWEST) build dist htmlcov .coverage .coverage.* .hypothesis
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(BIN)/pip:
	@tools/make-venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/pip
	@echo "installing riskplan into $(VENV)"
	@$(BIN)/python $(INSTALL) .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/pip
	@echo "installing riskplan and its development tools into $(VENV)"
	@$(BIN)/python $(INSTALL) '.[dev]'
	@touch $(VENV)/.installed $@

# Old releases have no wheels for new interpreters, hence the newest version named here.
$(LOWEST)/.installed: pyproject.toml tools/lowest.py
	@tools/make-venv $(LOWEST) 3.12
	@$(LOWEST)/bin/python tools/lowest.py > $(LOWEST)/constraints.txt
	@echo "installing riskplan with its lowest dependencies into $(LOWEST)"
	@$(LOWEST)/bin/python $(INSTALL) '.[test]' --constraint $(LOWEST)/constraints.txt
	@touch $@
