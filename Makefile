# Everything a newcomer types. Needs Python 3.11+ and make; Node comes along when there is none.
SHELL := /bin/sh
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help run dev test soak mutants test-page test-store test-faults test-python test-api test-browser check format schema screenshots bench bench-peers audit sbom lock build clean

HOST ?= 127.0.0.1
PORT ?= 8000
VITE_PORT ?= 5173
WORKERS ?= 2
FERMATA_HOME ?= $(CURDIR)/var
FERMATA_DEMO ?= 1
# Debug pages show secrets: on by default for this machine alone.
DEBUG ?= $(if $(filter $(HOST),127.0.0.1 localhost ::1),1,0)
TEST_POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/fermata
TEST_REDIS_URL ?= redis://127.0.0.1:6379/15
export HOST PORT FERMATA_HOME FERMATA_DEMO DEBUG TEST_POSTGRES_URL TEST_REDIS_URL
export PATH := $(CURDIR)/.venv/bin:$(PATH)

FIND_PYTHON = for name in "$$PYTHON" python3.13 python3.12 python3.11 python3.14 python3 python; do \
	[ -n "$$name" ] && "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo "$$name" && break; done
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes
PY = .venv/bin/python
NODE_OK = node -e 'const [a, b] = process.versions.node.split(".").map(Number); \
	process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null && npm --version >/dev/null 2>&1
# Words of the server's pages and mails, as Django reads them.
WORDS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
PAGE_SOURCES := $(shell find frontend -name node_modules -prune -o -type f -print 2>/dev/null | sed 's/ /\\ /g')

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

run: build ## build, migrate, load the demo, serve on HOST:PORT
	@$(PY) manage.py migrate --verbosity 0
	@exec $(PY) manage.py up --workers $(WORKERS)

dev: .venv/.base frontend/node_modules/.installed $(WORDS) ## as run, with reload of Python and of the page
	@$(PY) manage.py migrate --verbosity 0
	@FERMATA_VITE_URL=http://127.0.0.1:$(VITE_PORT) exec $(PY) manage.py up --workers $(WORKERS) \
		--reload --vite-port $(VITE_PORT)

# Several suites at the same time, since most tests wait more than they compute; each is shown when it ends.
SUITES = test-browser test-python test-faults test-store test-api test-page
LANES ?= 3
test: build .venv/.browser ## every test: the page's, the store's on PostgreSQL, all on SQLite, journeys in a browser
	@echo "$(words $(SUITES)) suites, $(LANES) at a time; each is shown when it ends."
	@$(MAKE) --no-print-directory -k -j$(LANES) --output-sync=target $(SUITES)

# Each suite has a Redis database of its own.
REDIS_SERVER = $(patsubst %/,%,$(dir $(TEST_REDIS_URL)))
test-browser: TEST_REDIS_URL := $(REDIS_SERVER)/13
test-store: TEST_REDIS_URL := $(REDIS_SERVER)/12
test-faults: TEST_REDIS_URL := $(REDIS_SERVER)/11
test-api: TEST_REDIS_URL := $(REDIS_SERVER)/10

SOAK_MINUTES ?= 5
soak: .venv/.dev $(WORDS) ## every fault that takes long, then SOAK_MINUTES of faults at random (SOAK_SEED); prints a report
	SOAK_MINUTES=$(SOAK_MINUTES) nice -n 5 $(PY) -m pytest -q -m soak tests

mutants: .venv/.dev $(WORDS) ## take guards out of the code one by one; the test of each must notice
	$(PY) -m tests.chaos.guards.proof

test-page: frontend/node_modules/.installed
	cd frontend && npm test

test-store: .venv/.dev $(WORDS)
	@if $(PY) -m tests.support.postgres; then \
		DATABASE_URL=$(TEST_POSTGRES_URL) $(PY) -m pytest -q -m "not browser and not soak" \
			--ignore tests/services/demo $(wildcard tests/adapters tests/services tests/worker tests/api/dashboard \
				tests/api/inbox/test_lists.py tests/api/inbox/test_races.py tests/api/test_idempotency.py \
				tests/api/test_races.py tests/api/test_recovery.py tests/api/test_runs.py \
				tests/scenarios/test_simulated.py tests/scenarios/test_promises_*.py tests/scenarios/test_endurance_of_*.py \
				tests/chaos/inside/test_decisions.py tests/chaos/inside/test_fences.py); \
	elif [ -n "$$CI" ]; then exit 1; fi

# Faults of real processes, which have servers of their own.
test-faults: .venv/.dev $(WORDS)
	$(PY) -m pytest -q -m "not browser and not soak" tests/chaos

API = tests/api tests/web tests/client tests/admin tests/docs
test-python: .venv/.dev $(WORDS)
	$(PY) -m pytest -q -m "not browser and not soak" --ignore tests/chaos $(API:%=--ignore %)

test-api: .venv/.dev $(WORDS)
	$(PY) -m pytest -q -m "not browser and not soak" $(API)

test-browser: build .venv/.browser
	$(PY) -m pytest -q -m browser

# The page is looked over beside the rest: each part keeps one core busy.
check: .venv/.dev build ## formatting, lint, types, import rules, drift, sizes
	@status=0; log=$$(mktemp); npm --prefix frontend run --silent check >"$$log" 2>&1 & page=$$!; \
	for step in \
		"ruff format --check --quiet ." \
		"ruff check --output-format=concise ." \
		"mypy" \
		"lint-imports" \
		"python manage.py check --fail-level WARNING" \
		"python manage.py makemigrations --check --dry-run" \
		"python -m tests.support.schema" \
		"python -m tests.support.messages" \
		"python -m pytest -q tests/architecture tests/setup/test_first_load.py"; \
	do echo "> $$step"; $$step || { status=1; failed="$$failed\n  $$step"; }; done; \
	echo "> npm --prefix frontend run check"; \
	wait $$page || { status=1; failed="$$failed\n  npm --prefix frontend run check"; }; cat "$$log"; rm -f "$$log"; \
	[ $$status = 0 ] || printf "Failed:$$failed\n" >&2; exit $$status

format: .venv/.dev frontend/node_modules/.installed ## write all code in the common form
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	cd frontend && npx biome check --write .

schema: .venv/.dev frontend/node_modules/.installed ## write the API's schema and the page's types anew
	$(PY) -m tests.support.schema --write

screenshots: build .venv/.browser ## pictures of every page and state, with an index, in var/screenshots
	@rm -rf var/screenshots; PICTURES=$(CURDIR)/var/screenshots $(PY) -m pytest -q tests/browser
	@$(PY) -m tests.support.pictures var/screenshots

bench: .venv/.dev ## the benchmarks, as a table
	$(PY) -m bench

bench-peers: .venv/.dev ## ours beside other engines on this machine, as a table of ratios (needs the network once)
	$(PY) -m bench.peers

# Whoever cannot reach the advisories is told so, and not held up.
audit: .venv/.audit frontend/node_modules/.installed ## ask whether packages have known holes
	@$(PY) -m tests.support.advisories

sbom: .venv/.audit frontend/node_modules/.installed ## list every package that is shipped, as CycloneDX, in var/sbom
	@mkdir -p var/sbom
	.venv/bin/cyclonedx-py requirements requirements/base.txt --of JSON -o var/sbom/python.json
	cd frontend && npm sbom --omit dev --sbom-format cyclonedx > ../var/sbom/page.json

lock: ## resolve the dependencies anew (needs uv)
	for name in base dev node audit otel; do uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --no-annotate --upgrade \
		requirements/$$name.in --output-file requirements/$$name.txt; done

build: .venv/.base static/frontend/manifest.json $(WORDS)

clean: ## remove what can be made again; FERMATA_HOME stays
	rm -rf .venv frontend/node_modules static/frontend $(WORDS)

.venv/bin/python:
	@python=$$($(FIND_PYTHON)); \
	[ -n "$$python" ] || { echo "Python 3.11 or newer is needed: install it, or name it with PYTHON=path." >&2; exit 2; }; \
	echo "Making the environment with $$python ..."; "$$python" -m venv .venv

.venv/.base: requirements/base.txt | .venv/bin/python
	@echo "Installing Python packages ..."
	@$(PIP) -r requirements/base.txt
	@touch $@

.venv/.dev: requirements/dev.txt | .venv/.base
	@echo "Installing tools for tests and checks ..."
	@$(PIP) -r requirements/dev.txt
	@touch $@

.venv/.audit: requirements/audit.txt | .venv/.base
	@echo "Installing tools that look for known holes ..."
	@$(PIP) -r requirements/audit.txt
	@touch $@

.venv/.node: requirements/node.txt | .venv/bin/python
	@{ $(NODE_OK); } || { echo "Installing Node ..."; $(PIP) -r requirements/node.txt; }
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json | .venv/.node
	@echo "Installing the page's packages ..."
	@cd frontend && npm ci --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

%.mo: %.po | .venv/.base
	@.venv/bin/pybabel --quiet compile --statistics -i $< -o $@

static/frontend/manifest.json: $(PAGE_SOURCES) | frontend/node_modules/.installed
	@echo "Building the page ..."
	@cd frontend && npm run --silent build -- --logLevel warn
	@$(PY) -m whitenoise.compress --quiet static/frontend
	@touch $@

# Own browsers of the machine are found by the tests; only without one is Playwright's fetched.
.venv/.browser: | .venv/.dev
	@$(PY) -m tests.support.chromium || .venv/bin/playwright install chromium
	@touch $@
