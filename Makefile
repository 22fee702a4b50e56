# make help lists what can be asked for.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(shell command -v $(name) 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PORT ?= 8000
JOBS ?= auto
DJLINT_ASIDE := H006,H013,H015,H021,H023,H025,H029,H030,H031,H043,J004,J018,T001,T003

.DEFAULT_GOAL := help
.PHONY: help demo run test bench bench-full soak check lock translations pictures clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(VENV)/python-found:
	@[ -n "$(PYTHON)" ] && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed (found: $(or $(PYTHON),none)). Say which: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@touch $@

$(VENV)/installed: requirements.lock setup.cfg pyproject.toml | $(VENV)/python-found
	$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements.lock
	@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/tracker-checkout.pth"
	@printf '#!%s\nfrom tracker.cli import main\nmain()\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/tracker && chmod +x $(BIN)/tracker
	@touch $@

$(VENV)/installed-test: requirements-test.lock $(VENV)/installed
	$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements-test.lock
	@touch $@

$(VENV)/installed-bench: requirements-bench.lock $(VENV)/installed
	$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements-bench.lock
	@touch $@

demo: $(VENV)/installed ## the whole product on invented data, at http://127.0.0.1:8000
	@TRACKER_INSTANCE="$(CURDIR)/instance/demo" $(BIN)/tracker demo --serve --port $(PORT)

run: $(VENV)/installed ## an empty book of your own; the first start prints a one-time code
	@$(BIN)/tracker upgrade
	@$(BIN)/tracker serve --port $(PORT) --find-port

test: $(VENV)/installed-test ## every test, on SQLite and PostgreSQL, in a real browser
	@sh tests/prepare
	@PYTEST="$(CURDIR)/$(BIN)/python -m pytest" JOBS=$(JOBS) sh tests/run

bench: $(VENV)/installed-bench ## how fast the book is, beside raw SQL, Django and LibreOffice; writes the README's figures
	@$(BIN)/python -m tests.bench --readme $(BENCH)

bench-full: $(VENV)/installed-bench ## the same, and the whole country on PostgreSQL
	@$(BIN)/python -m tests.bench --readme --full $(BENCH)

soak: $(VENV)/installed ## ten minutes of mixed work by 16 clients on each database: nothing lost, no error, flat memory
	@$(BIN)/python -m tests.bench.soak --readme $(SOAK)

check: $(VENV)/installed-test ## formatting, types, import contracts, templates, known weaknesses
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet --profile jinja --max-line-length 200 --ignore $(DJLINT_ASIDE)
	$(BIN)/bandit -q -r tracker --skip B101

lock: ## write the lock files anew from setup.cfg (needs uv)
	uv pip compile setup.cfg --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" -q -o requirements.lock
	uv pip compile setup.cfg --extra test --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" -q -o requirements-test.lock
	uv pip compile setup.cfg --extra bench --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" -q -o requirements-bench.lock

translations: $(VENV)/installed-test ## gather the texts of the pages and compile the catalogues
	$(BIN)/python -m tests.translations

pictures: $(VENV)/installed-test ## take the pictures of the README and the help pages from the demo
	$(BIN)/python -m tests.pictures

clean: ## remove the virtual environment and what tools left; never instance/
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
