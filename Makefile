# The whole developer interface. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help
help:  ## list all targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

.venv/installed: requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 with venv is needed (on Debian: apt install python3 python3-venv)."; exit 1; }
	@echo "Installing Gremium into .venv ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@GREMIUM_DEMO=1 $(BIN)/gremium catalogues --compile >/dev/null
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@echo "Installing what tests and checks need ..."
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

.PHONY: run
run: export GREMIUM_DEMO ?= 1
run: .venv/installed  ## start the whole system on this machine (demo content, http://localhost:8000)
	@exec $(BIN)/gremium up --prepare

.PHONY: tools
tools: .venv/installed-dev
	@.ci/tools

.PHONY: test
test: tools  ## run the whole suite; the last line counts the tests
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

.PHONY: drill
drill: tools  ## the long random and failure tests with their full numbers
	GREMIUM_DRILL=1 $(BIN)/python -m pytest -m drill $(PYTEST_ARGS)

.PHONY: bench
bench: tools  ## measure speed, memory and inputs; writes var/bench.json
	$(BIN)/python -m tests.bench

.PHONY: audit
audit: tools  ## Lighthouse on every page that may be found; writes var/audit.json
	$(BIN)/python -m tests.audit

.PHONY: check
check: .venv/installed-dev  ## lint, format, types, floors, migrations, catalogues, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	GREMIUM_DEMO=1 $(BIN)/gremium makemigrations --check --dry-run
	GREMIUM_DEMO=1 $(BIN)/gremium catalogues --check
	GREMIUM_DEMO=1 $(BIN)/gremium check

.PHONY: format
format: .venv/installed-dev  ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: lock
lock: .venv/installed-dev  ## renew the locked requirements
	.ci/lock

.PHONY: clean
clean:  ## remove the installation; the data in var/ stay
	rm -rf .venv
