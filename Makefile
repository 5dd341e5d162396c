.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

help: ## What each command does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

$(READY): requirements/dev.txt pyproject.toml
	@test -d .venv || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

setup: $(READY) ## Make the virtual environment

run: $(READY) ## Load the demonstration Lab and serve it at http://127.0.0.1:8000
	$(BIN)/recit demo

test: $(READY) ## Run every test
	@command -v chromium >/dev/null || echo "Chromium is absent: 'apt-get install chromium' adds the browser tests; all the rest runs."
	$(BIN)/python -m pytest -q tests

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

.PHONY: help setup run test lint fix migration lock
