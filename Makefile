# Everything a contributor does, one word each. `make` alone makes .venv from the pinned lock, with python3 >= 3.11 and nothing else.
#
#   make generate   run the generator on spec/, when the spec, the config, a template or the generator changed
#   make test       the whole suite             make check    ruff, mypy, pyright
#   make bench      figures as ratios           make record   record the cassettes again
#   make test-pairs   calls of packages made from real configs to a mock server that knows only the document
#   make test-emitted   the tests that come with packages of all documents (EMITTED=museum,galaxy: of those)
#   make mutants    how many faults put into emitted packages their own tests find
#   make bench-scale  whole runs on giant documents beside openapi-python-client (ARGS=--quick: one of them)
#   make docs       the documentation of the package in generated/ and that of sdkwright, in build/site and build/docs/site
#   make browser    looks at the first in a real Chromium (on PATH, or CHROMIUM=program)
#   make update     rewrite the golden files    make lock     pin the dependencies again (needs the network)
#   make roundtrip  20 values of each schema   make clean    remove what tools made
#   make safety     hostile text, all of it    make fuzz     mutants of real documents (ARGS='--seconds 600')
#
# Variables: PYTHON=python3.12 picks the interpreter, VENV=folder the environment, TESTS="tests/emit -k tidy" the tests.

SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
STAMPS := .make
TESTS ?=

.DELETE_ON_ERROR:
.PHONY: all bootstrap generate test check docs browser bench bench-scale mutants test-pairs test-emitted record roundtrip safety fuzz update lock clean

all: bootstrap

# ---------------------------------------------------------------------------------------------------- environment

# Found at the first use only: `$(call ...)` in the recipe, so that a ready environment costs no search.
find_python = for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$$candidate"; exit 0; fi; \
	done; echo 'sdkwright needs Python 3.11 or newer on PATH (or: make PYTHON=/path/to/python3)' >&2; exit 1

bootstrap: $(READY)

$(READY): requirements/dev.txt pyproject.toml
	@python="$$($(find_python))" && if [ ! -x $(BIN)/python ]; then "$$python" -m venv $(VENV); fi
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo '$(VENV) holds a Python older than 3.11: remove it and run make again' >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# ---------------------------------------------------------------------------------------------------- generate

# What the output is made of. Names are compared as well as times: a file that is gone is a change, though none is newer.
INPUTS := $(shell find spec templates generator/sdkwright \( -name '.*' -o -name __pycache__ \) -prune -o -type f -print | LC_ALL=C sort) requirements/dev.txt
$(shell mkdir -p $(STAMPS); printf '%s\n' $(INPUTS) | cmp -s - $(STAMPS)/inputs || printf '%s\n' $(INPUTS) > $(STAMPS)/inputs)

generate: $(STAMPS)/generated

$(STAMPS)/generated: $(INPUTS) $(STAMPS)/inputs | $(READY)
	$(BIN)/sdkwright generate
	@touch $@

# ---------------------------------------------------------------------------------------------------- checks

# the whole suite on every core; a part of it is quicker without other processes to start
test: $(READY)
	$(BIN)/python -m pytest $(if $(TESTS),$(TESTS),-n auto)

# every call of the packages of ../shared/pairs (or PAIRS=folder) to the mock server `@stdy/cli` of npm; needs Node
test-pairs: $(READY)
	$(BIN)/python tests/suite/pairs.py $(PAIRS)

# the tests that come with packages, of every document that there is; two of them are part of every run of the suite
test-emitted: $(READY)
	EMITTED=$(or $(EMITTED),all) $(BIN)/python -m pytest -n 2 tests/suite/test_rotation.py

# how many of a list of faults in emitted packages the tests that come with them find
mutants: $(READY)
	$(BIN)/python tests/suite/mutants.py $(ARGS)

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/black --quiet --check generator templates/core tests
	$(BIN)/mypy
	$(BIN)/pyright

docs: $(READY)
	$(BIN)/sdkwright docs --config spec/sdkwright.yml --output build/site
	$(BIN)/python docs/build.py

browser: docs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/browser.txt
	$(BIN)/python tests/site/browser.py build/site

bench: $(READY)
	$(BIN)/python tests/bench

roundtrip: $(READY)
	ROUNDTRIP=20 $(BIN)/python -m pytest tests/roundtrip

safety: $(READY)
	SAFETY=all $(BIN)/python -m pytest tests/safety

fuzz: $(READY)
	PYTHONPATH=tests/safety $(BIN)/python tests/safety/fuzz $(ARGS)

bench-scale: $(READY)
	$(BIN)/python tests/bench/scale $(ARGS)

record: $(READY)
	$(BIN)/python tests/recordings/record.py

update: $(READY)
	SDKWRIGHT_UPDATE=1 $(BIN)/python -m pytest --update tests/cases tests/front/test_diagnostics.py tests/survey/test_examples.py

lock:
	CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--output-file requirements/dev.txt pyproject.toml requirements/dev.in

clean:
	rm -rf $(VENV) $(STAMPS) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find generator templates tests -name __pycache__ -type d -prune -exec rm -rf {} +
