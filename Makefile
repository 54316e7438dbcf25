# `make read` opens a seed article, `make test` runs the tests; both make the environment first.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
# How to bring PyTorch where plain pip would bring the CUDA build: `make read TORCH='--index-url ADDRESS torch'`.
TORCH ?= torch>=2.8,<2.14
WORKERS ?= 2

.PHONY: read test check bench torture picture browser-picture formats environment clean

read: environment
	$(BIN)/reader seeds/harbour-wire.txt

test: environment
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not torture" tests

check: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.plain_english

bench: environment
	$(BIN)/python -m tests.bench

picture: environment
	$(BIN)/python -m tests.readme_picture

browser-picture: environment
	$(BIN)/python -m tests.browser_picture

formats: environment
	$(BIN)/python -m tests.formats_table

torture: environment
	$(BIN)/python -m pytest -m torture tests

environment: $(VENV)/.made

$(VENV)/.made: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("reader needs Python 3.11 or newer; say make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet "$(TORCH)"
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
