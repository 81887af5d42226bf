# Job Caffè. Two commands are enough to begin:  make demo  ·  make test
.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= python3
PY := .venv/bin/python
PIP_INSTALL := $(if $(shell command -v uv 2>/dev/null),VIRTUAL_ENV=.venv uv pip install -q,$(PY) -m pip install -q --disable-pip-version-check)
# Every run has a home of its own, thrown away at the end: database, keys, files and outbox.
PYTEST := ./tools/with_home $(PY) -m pytest -q -p no:cacheprovider
# Two processes use the two cores; tests that race or measure set their own number. Who has finished takes
# over half of what the other still has to do, so that neither waits for the other at the end.
WORKERS ?= 2
PARALLEL := -n $(WORKERS) --dist worksteal

.PHONY: help setup assets demo test test-postgres browser lint check check-all bench messages requirements clean

help: ## What can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.venv/bin/python:
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing: on Debian, apt-get install python3-venv"; exit 1; }

.venv/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml | .venv/bin/python
	@echo "Installing what Job Caffè needs…"
	@$(PIP_INSTALL) --require-hashes -r requirements/runtime.txt -r requirements/build.txt
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.runtime
	@echo "Installing the tools of the tests…"
	@$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

assets: .venv/.runtime ## Style sheet, fonts, icons and translations
	@$(PY) tools/build_assets.py

setup: .venv/.runtime assets ## Everything that running needs

demo: setup ## A made-up community on http://127.0.0.1:$(PORT)
	@.venv/bin/jobcaffe demo --port $(PORT)

test: .venv/.dev assets ## The suite on SQLite, without browser
	@$(PYTEST) $(PARALLEL) -m "not browser and not slow"

test-postgres: .venv/.dev assets ## All that may ask a database, on a scratch PostgreSQL
	@$(PY) tools/postgres.py run -- $(PYTEST) $(PARALLEL) -m "not browser and not slow"

# A browser on a busy machine can miss a moment: what fails is tried again, and the summary says how often.
browser: .venv/.dev assets ## Journeys and accessibility in Chromium
	@$(PYTEST) $(PARALLEL) -m "browser and not slow" --reruns 2 -rR tests

lint: .venv/.dev assets ## Style, types, floors, translations
	@$(PY) -m ruff check src tests tools bench
	@$(PY) -m ruff format --check -q src tests tools bench
	@$(PY) -m mypy src
	@.venv/bin/lint-imports
	@$(PY) tools/messages.py --check
	@.venv/bin/jobcaffe manage makemigrations --check --dry-run

check: lint test browser ## Lint, types, import contracts, tests, browser, accessibility

check-all: lint browser ## Everything, both databases, the full matrix, long oracles, kills and drills
	@JOBCAFFE_FULL=1 $(PYTEST) $(PARALLEL) tests
	@JOBCAFFE_FULL=1 $(PY) tools/postgres.py run -- $(PYTEST) $(PARALLEL) -m "not browser" tests

.venv/.bench: requirements/bench.txt .venv/.dev
	@echo "Installing the peers of the benchmarks…"
	@$(PIP_INSTALL) --require-hashes -r requirements/bench.txt
	@touch $@

bench: .venv/.bench assets ## Tables: ours beside a peer
	@for file in bench/*.py; do [ "$$(basename $$file)" = __init__.py ] || $(PY) $$file || exit 1; done

messages: .venv/.dev ## Collect the texts to translate
	@$(PY) tools/messages.py

requirements: ## Pin the requirements again (needs uv)
	@for name in runtime build dev bench; do uv pip compile --universal --generate-hashes --no-header --no-annotate -q requirements/$$name.in -o requirements/$$name.txt || exit 1; done

clean: ## Throw away what was built (never the data in var/)
	rm -rf .venv node_modules build dist src/jobcaffe/foundation/ui/static/build
