# Safar: everything one does here is a word after `make`. Arguments go in ARGS: make test ARGS="-k quiz"
# Needs GNU make and Python 3.11 or newer; the rest goes into .venv.

.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules --no-print-directory
# Compiled modules are kept: without them each process that a test starts compiles the whole house anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
ARGS ?=
ROOMS := $(filter-out bench tests,$(patsubst %/__init__.py,%,$(wildcard */__init__.py)))

help:  ## list what there is
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/make \1	\2/p' Makefile | expand -t 20

# Compiled here, since whoever runs it may not be allowed to write beside the code, and would compile it at each start.
install: .venv/installed  ## make the environment in .venv
	@$(BIN)/python -m compileall -q $(ROOMS)

test-install: .venv/test-installed  ## add what tests and checks need
	@:

demo: install  ## start the sandbox, the bot and a phone in the browser; Ctrl-C stops them
	@exec $(BIN)/safar demo $(ARGS)

tour: install  ## walk a scripted learner through the bot, in the terminal
	@exec $(BIN)/safar tour $(ARGS)

# A file's tests stay together, so that what they share is made once.
test: test-install  ## run all tests, three files at a time
	@exec $(BIN)/python -m pytest -n 3 --dist loadfile $(ARGS)

soak: test-install  ## the long forms of the tests of chance: kills, power cuts, storms, fuzz; ARGS="--seed 7" repeats one
	@exec $(BIN)/python -m pytest --soak tests/faults tests/fuzz tests/bot/test_log.py tests/walks tests/curriculum/test_impact.py tests/curriculum/checks/test_language_right.py $(ARGS)

bench: test-install  ## measure the bot under load, beside others (ARGS="--rounds 1 --seconds 3 --open 0 --million 0")
	@exec $(BIN)/python -m bench $(ARGS)

check: test-install  ## format, lint, types, contracts between rooms, content
	@exec $(BIN)/ruff format --check --quiet .
	@exec $(BIN)/ruff check --quiet .
	@exec $(BIN)/mypy --no-error-summary
	@exec $(BIN)/lint-imports --no-logo --no-cache
	@exec $(BIN)/safar check --fail-on error
	@exec $(BIN)/safar schema --check

docs: install  ## write what the docs take from the code: the rules of the proof-reader
	@exec $(BIN)/python -m curriculum.rulebook

format: test-install  ## put the code into its form
	@exec $(BIN)/ruff format --quiet .
	@exec $(BIN)/ruff check --quiet --fix-only .

# uv resolves for all platforms and Pythons at once, which pip can't; only this word needs it.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(ARGS)
lock: install  ## renew the locked requirements (ARGS=--upgrade takes newer releases)
	@$(PIP) install 'uv>=0.9'
	@$(LOCK) --group install pyproject.toml --output-file requirements.txt
	@$(LOCK) --group test --constraints requirements.txt --output-file requirements-test.txt

clean:  ## remove the environment and caches; var/ and keys/ stay
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
	@find . \( -path ./var -o -path ./keys -o -path ./.git \) -prune -o -name __pycache__ -exec rm -rf {} +

# pip's own folder comes last when an environment is made, so a half-made one is made anew.
.venv/bin/pip:
	@set -e; found=; old=; \
	for python in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	  "$$python" -c '' 2>/dev/null || continue; \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { old=$$python; continue; }; \
	  found=$$python; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || continue; \
	  echo "Making .venv with $$("$$python" --version)"; \
	  exec "$$python" -m venv --clear .venv; \
	done; \
	if [ -n "$$found" ]; then \
	  echo "$$found can't make environments: install its venv package (Debian: apt install python3-venv)"; \
	elif [ -n "$$old" ]; then \
	  echo "Safar needs Python 3.11 or newer, and $$old is $$("$$old" --version). Newer one: make PYTHON=path"; \
	else \
	  echo "Safar needs Python 3.11 or newer, and none was found. If there is one: make PYTHON=path"; \
	fi >&2; \
	exit 1

# --no-deps: the lock names everything already, so there is nothing left to resolve.
.venv/installed: requirements.txt pyproject.toml | .venv/bin/pip
	@echo "Installing what Safar needs (half a minute)"
	@$(PIP) install --require-hashes --no-deps -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/test-installed: requirements-test.txt .venv/installed
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes --no-deps -r requirements-test.txt
	@touch $@

.PHONY: help install test-install demo tour test soak bench check docs format lock clean
