.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
RUNTIME := .venv/.runtime
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

help: ## What each command does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

$(BIN)/pip:
	$(PYTHON) -m venv .venv

$(RUNTIME): requirements/base.txt | $(BIN)/pip
	$(PIP) --require-hashes -r requirements/base.txt
	@touch $(RUNTIME)

$(READY): requirements/dev.txt pyproject.toml | $(BIN)/pip
	$(PIP) --require-hashes -r requirements/dev.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $(RUNTIME) $(READY)

setup: $(READY) ## Make the virtual environment

run: $(RUNTIME) ## Load the demonstration Lab and serve it at http://127.0.0.1:8000
	$(BIN)/python -m journal demo

test: $(READY) ## Run every test
	@command -v chromium >/dev/null || echo "Chromium is absent: 'apt-get install chromium' adds the browser tests; all the rest runs."
	$(BIN)/python -m pytest -q tests

test-postgresql: $(READY) ## Run on PostgreSQL every test that touches the database
	$(BIN)/python -m pytest -q tests --database postgres -m "not browser and not model and not data"

lint: $(READY) ## Ruff, mypy, import-linter, djlint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

fix: $(READY) ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

migration: $(READY) ## Write a migration from the models: make migration m="add theme notes"
	$(BIN)/alembic revision --autogenerate -m "$(m)"

lock: ## Resolve and lock every dependency with its hashes (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/base.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -o requirements/dev.txt

.PHONY: help setup run test test-postgresql lint fix migration lock
