# Retour. `make help` lists the targets; `make demo` and `make test` need Python 3.11+, make and a package index only.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNS ?= 2000
fuzz: N ?= 100000
DATABASE ?= both
DATA ?=
ARGS ?=

.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Retour needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; say make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "setting up $(VENV) (once; about a minute)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --require-hashes -r requirements.lock 2>&1 \
	  | awk '/^Collecting/ { n++; if (n % 10 == 0) { print "  " n " packages looked at"; fflush() } } /ERROR/ { print } END { print "  " n " packages" }'
	@$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation --no-index -e .
	@touch $@

setup: $(VENV)/.ready ## make the virtual environment from the lock file

demo: setup ## the main job on stand-ins: tickets in, money right, warm replies out
	@$(BIN)/python -m demo $(ARGS)

test: setup lint types imports ## everything: lint, types, layers, migrations, unit, contract, storage, end to end, crash
	@$(BIN)/python -m pytest -q $(ARGS)

test-fast: setup ## unit tests only
	@$(BIN)/python -m pytest -q tests/domain tests/replies tests/understanding tests/magento tests/helpdesks $(ARGS)

lint: setup ## ruff: style and format
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .

types: setup ## mypy, strict
	@$(BIN)/mypy --no-error-summary

imports: setup ## who may import whom
	@$(BIN)/lint-imports --no-cache > .lint-imports.log || { cat .lint-imports.log; exit 1; }

format: setup ## let ruff write the style
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

crash: setup ## kill a worker at every listed point, RUNS times (DATABASE=sqlite, postgresql or both)
	@$(BIN)/python -m tests.crash --runs $(RUNS) --database $(DATABASE) $(ARGS)

fuzz: setup ## add hostile text to N generated tickets: nothing may rise (ARGS='--seed 7', '--mutant sees-all')
	@$(BIN)/python -m tests.fuzz --n $(N) $(ARGS)

bench: setup ## measure: results in bench/README.md (ARGS='receive --rounds 1' for a part)
	@$(BIN)/python -m bench $(ARGS)

train: setup ## train the model that reads tickets, from training/data (some minutes)
	@$(BIN)/python -m training.train

eval: setup ## how well labelled tickets are read: make eval DATA='a.jsonl b.jsonl', else the sets in training/held_out
	@$(BIN)/python -m training.evaluate $(DATA) $(ARGS)

migrate: setup ## bring the database to its newest form
	@$(BIN)/retour migrate

migration: setup ## draft a migration from the tables: make migration ARGS='-m "what" --rev-id 0002'
	@$(BIN)/alembic revision --autogenerate $(ARGS)

run: setup migrate ## serve everything in one process on port 8000
	@$(BIN)/retour run $(ARGS)

worker: setup ## a worker process beside the web process
	@$(BIN)/python -m connector.worker

lock: setup ## resolve the dependencies anew (needs uv)
	@uv pip compile pyproject.toml --extra embedder --group dev --universal --generate-hashes --upgrade -q -o requirements.lock

.PHONY: help setup demo test test-fast lint types imports format crash fuzz bench train eval migrate migration run worker lock
