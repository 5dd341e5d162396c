.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
RUNTIME := .venv/.runtime
BENCH := .venv-bench/bin/python
DATA ?= data
TESTS ?= tests
PORT ?= 8000
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

help: ## What each command does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

$(BIN)/pip:
	$(PYTHON) -m venv .venv

$(RUNTIME): requirements/base.txt | $(BIN)/pip
	@echo "Installing in .venv what the site runs with: 1 GB, a minute or several by the network."
	$(PIP) --require-hashes -r requirements/base.txt
	@touch $(RUNTIME)

$(READY): requirements/dev.txt pyproject.toml | $(BIN)/pip
	$(PIP) --require-hashes -r requirements/dev.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $(RUNTIME) $(READY)

setup: $(READY) ## Make the virtual environment

run: $(RUNTIME) ## Load the demonstration Lab and serve it at http://127.0.0.1:8000: make run PORT=8001 for another port
	@$(BIN)/python -m journal demo --port $(PORT)

test: $(READY) ## Run every test
	@command -v chromium >/dev/null || echo "Chromium is absent: 'apt-get install chromium' adds the browser tests; all the rest runs."
	$(BIN)/python -m pytest -q $(TESTS)

test-postgresql: $(READY) ## Run on PostgreSQL every test that touches the database
	$(BIN)/python -m pytest -q tests --ignore tests/unit/nlp --database postgres -m "not browser and not model and not any_database"

mutants: $(READY) ## Break each rule of the private core on purpose: a test must fail
	$(BIN)/python -m tests.mutants

lint: $(READY) ## Ruff, mypy, import-linter, djlint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

fix: $(READY) ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv-bench/.ready: requirements/bench.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch .venv-bench/.ready

.venv-bench/demonstration/.loaded: | .venv-bench/.ready
	JOURNAL_DATA_DIR=$(@D) $(BENCH) -m journal demo load
	@touch $@

measuring-texts:
	@test -f "$(DATA)/temoignages_vie.jsonl.gz" || { \
	  echo "No measuring texts in '$(DATA)'. They are not in the repository: give their folder, as in 'make bench DATA=/path'."; \
	  echo "benchmarks/data/README.md says what they are."; exit 2; }

bench: measuring-texts .venv-bench/.ready ## Measure themes, continuity, masking and emotions at small sizes: make bench DATA=folder
	$(BENCH) -m benchmarks.masking --data $(DATA)
	$(BENCH) -m benchmarks.masking --set fresh
	$(BENCH) -m benchmarks.masking --set fresh2
	$(BENCH) -m benchmarks.masking --set fresh3
	$(BENCH) -m benchmarks.masking --set fresh4
	$(BENCH) -m benchmarks.masking --set fresh5
	$(BENCH) -m benchmarks.emotions --data $(DATA)
	$(BENCH) -m benchmarks.themes --data $(DATA) --sizes 60 240 --repeats 3 --again 1
	$(BENCH) -m benchmarks.solidity --data $(DATA) --sizes 60 240 --repeats 2
	$(BENCH) -m benchmarks.continuity --data $(DATA) --years 1
	$(BENCH) -m benchmarks.scale --data $(DATA) --sizes 1000 --cache .venv-bench/scale
	$(BENCH) -m benchmarks.encoding --data $(DATA)

bench-large: measuring-texts .venv-bench/.ready .venv-bench/demonstration/.loaded ## Measure at full size, scale included (hours): make bench-large DATA=folder
	$(BENCH) -m benchmarks.writing --worker
	$(BENCH) -m benchmarks.slow_clients --proxy
	$(BENCH) -m benchmarks.soak
	rm -rf .venv-bench/large && cp -r .venv-bench/demonstration .venv-bench/large
	$(BENCH) -m benchmarks.large_site .venv-bench/large
	$(BENCH) -m benchmarks.masking --set held --data $(DATA)
	$(BENCH) -m benchmarks.masking --set practice
	$(BENCH) -m benchmarks.themes --data $(DATA) --sizes 60 240 1000 5000
	$(BENCH) -m benchmarks.ceiling --data $(DATA)
	$(BENCH) -m benchmarks.solidity --data $(DATA)
	$(BENCH) -m benchmarks.continuity --data $(DATA) --years 12
	$(BENCH) -m benchmarks.drift --data $(DATA)
	$(BENCH) -m benchmarks.joining --data $(DATA) --cache .venv-bench/scale
	$(BENCH) -m benchmarks.scale --data $(DATA) --sizes 1000 10000 60000 --cache .venv-bench/scale
	$(BENCH) -m benchmarks.scale --data $(DATA) --sizes 1000 10000 60000 500000 --repeat 60000 --cache .venv-bench/scale --again

.venv-sbom/.ready: requirements/sbom.txt
	$(PYTHON) -m venv .venv-sbom
	.venv-sbom/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/sbom.txt
	@touch $@

sbom: .venv-sbom/.ready ## Write sbom.json: every package the site runs with, version and hashes (CycloneDX)
	.venv-sbom/bin/cyclonedx-py requirements requirements/base.txt --pyproject pyproject.toml --output-reproducible -o sbom.json

migration: $(READY) ## Write a migration from the models: make migration m="add theme notes"
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	export JOURNAL_DATA_DIR=$$folder JOURNAL_INSECURE_HTTP=1 JOURNAL_SECRET_KEY=for-an-empty-database-thrown-away && \
	last=$$(ls migrations/versions | sed -n 's/^\([0-9]*\)_.*/\1/p' | tail -1) && \
	$(BIN)/alembic upgrade head && \
	$(BIN)/alembic revision --autogenerate --rev-id "$$(printf '%04d' "$$(expr "$$last" + 1)")" -m "$(m)"

lock: ## Resolve and lock every dependency with its hashes (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/base.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -o requirements/dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group bench -o requirements/bench.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group pyproject.toml:sbom -o requirements/sbom.txt

.PHONY: help setup run test test-postgresql mutants lint fix measuring-texts bench bench-large sbom migration lock
