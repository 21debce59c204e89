# Everything is installed into .venv the first time; files built by the app go to .dateline.
PYTHON ?= python3
ARTICLES ?= seeds
Q ?= when was the second round of talks?
BIN := .venv/bin
export DATELINE_CACHE ?= $(CURDIR)/.dateline/cache
export Q ARTICLES
# Each folder of articles has its own library, named after the folder's path.
LIBRARY = .dateline/$(notdir $(abspath $(ARTICLES)))-$(firstword $(shell printf '%s' "$(abspath $(ARTICLES))" | cksum))

.PHONY: chat ask test check lint format bench fuzz reliability docs clean

chat: .venv/installed ## open the app with the articles
	@$(BIN)/dateline chat "$$ARTICLES" --library "$(LIBRARY)"

ask: .venv/installed ## answer Q without opening the app
	@$(BIN)/dateline index "$$ARTICLES" --prune --library "$(LIBRARY)" >&2
	@$(BIN)/dateline ask "$$Q" --library "$(LIBRARY)" || [ $$? -eq 1 ]

test: .venv/installed-dev ## run the tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder

check: lint test ## run everything that a change must pass

lint: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/installed-dev ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/installed-dev ## measure startup, and retrieval with DATA=file.json
	$(BIN)/python -m benchmarks.startup
	$(if $(DATA),$(BIN)/python -m benchmarks.retrieval "$(DATA)")

SECONDS ?= 600
FUZZ_PYTHON ?= $(BIN)/python
fuzz: .venv/installed-fuzz ## fuzz each target for SECONDS seconds
	$(FUZZ_PYTHON) -m benchmarks.fuzzing --seconds $(SECONDS)

reliability: .venv/installed-dev ## kill, fill, damage and race Dateline; nothing may be lost
	$(BIN)/python -m benchmarks.reliability

docs: .venv/installed-docs ## write docs/cli.md, and the reference of the Python interface to .dateline/reference
	$(BIN)/python docs/commands.py
	$(BIN)/python docs/reference.py .dateline/reference
	@echo "Open .dateline/reference/index.html"

clean: ## remove everything that was installed and built here, including sample libraries
	rm -rf .venv .dateline build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/installed: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Dateline into .venv (once, a minute or two) …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e . >&2
	@touch $@

.venv/installed-dev: .venv/installed
	@echo "Installing the tools for tests …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]" >&2
	@touch $@

.venv/installed-fuzz: .venv/installed-dev
	@echo "Installing the fuzzer …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[fuzz]" >&2
	@touch $@

.venv/installed-docs: .venv/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[docs]" >&2
	@touch $@
