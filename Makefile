# make run: the page on http://localhost:8501. make test: everything that holds the promises. See README.md.
# Needs Python 3.11 or newer and git. With uv on the machine installs are quicker; without it pip does the same.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# A file of labelled OKRs to measure on, in one of the two forms of evals/cases.py.
CASES ?=

.DEFAULT_GOAL := help
.PHONY: help install run test check format wheel evals bench lock clean

help:  ## say what can be done
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

# Every file that is installed has its hash in the lock, and the lock is whole, so nothing is resolved. If uv fails where pip has settings of its own (a mirror, say), pip is
# asked. Bytecode is written now, so that the first start is not the slow one.
define install_from
	@if command -v uv >/dev/null 2>&1 && \
	  uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps --compile-bytecode -r $(1); then :; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(1); fi
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q coach app.py
endef

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "OKR Coach needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "No virtual environment could be made; on Debian and Ubuntu: apt-get install python3-venv" >&2; rm -rf $(VENV); exit 1; }

# The stamps: an install runs again only when its lock, or what the project says of itself, has changed.
$(VENV)/installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing OKR Coach into $(VENV) (a minute or two the first time) ..."
	$(call install_from,requirements.lock)
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the tests need into $(VENV) (a minute or two the first time) ..."
	$(call install_from,requirements-dev.lock)
	@touch $@ $(VENV)/installed

install: $(VENV)/installed  ## install into .venv, from the lock

run: install  ## serve the page on http://localhost:8501
	@$(BIN)/python -c 'from coach.shared import shared_coach; shared_coach().index'
	@$(BIN)/okr-coach app --port $(PORT)

test: $(VENV)/installed-dev  ## run all tests; says which browser tests it left out, and why
	@$(BIN)/python -m pytest -n auto

check: $(VENV)/installed-dev  ## format, lint, types
	@$(BIN)/ruff format --check --output-format concise .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: $(VENV)/installed-dev  ## put the code into its format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

wheel: install  ## build an installable package into dist/
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .

evals: $(VENV)/installed-dev  ## measure every suite against the baseline; make evals CASES=file.jsonl measures a file of your own
	@$(BIN)/okr-coach evals $(if $(CASES),run --cases $(CASES),check)

bench: $(VENV)/installed-dev  ## measure what a review costs
	@$(BIN)/python -m benchmarks.review
	@$(BIN)/python -m benchmarks.cold

lock: ## resolve the dependencies anew and write both locks (needs uv)
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --extra build --extra dev --extra evals --constraints requirements.lock --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements-dev.lock

clean:  ## remove what was installed and built here
	rm -rf $(VENV) dist .pytest_cache .ruff_cache .mypy_cache .hypothesis
