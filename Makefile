# make run     the five seed articles become records, from recordings: no key, no network
# make test    all tests, with the network blocked
# make check   formatting, lint, types, import walls
# make live    your articles, read by an open model on this machine: make live ARTICLES=folder
# make record  ask the local model about the seeds again and keep its answers
# make bench   planted errors and harmless rewrites: ours beside five other tools, each installed apart
# make quality records of ours, Instructor and LangExtract with one model: make quality BASE_URL=url MODEL=name
# make lock    pin the requirements again, after a change in pyproject.toml

.DELETE_ON_ERROR:
.PHONY: run test check live record bench quality lock

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
RECORDS ?= records
TEXTS ?= seeds/gold seeds/articles
SEED_TAPES := tests/cassettes/seeds
CODE := extractor schemas prompts tests tools bench

run: .venv/run .venv/project
	$(BIN)/extractor run seeds/articles --replay $(SEED_TAPES) -o $(RECORDS)

test: .venv/dev .venv/project
	$(BIN)/pytest --cov

check: .venv/dev .venv/project
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports

live: .venv/run .venv/local .venv/project
	@test -n "$(ARTICLES)" || { echo "Name your articles: make live ARTICLES=folder" >&2; exit 2; }
	$(BIN)/extractor run $(ARTICLES) --local -o $(RECORDS)

record: .venv/run .venv/local .venv/project
	$(BIN)/extractor run seeds/articles --local --record $(SEED_TAPES) -o $(RECORDS)

bench: .venv/run .venv/project
	$(BIN)/python -m bench.grounding $(if $(ARTICLES),--articles $(ARTICLES) --gold $(GOLD))

quality: .venv/run .venv/project
	@test -n "$(BASE_URL)" -a -n "$(MODEL)" || { echo "Name a server: make quality BASE_URL=url MODEL=name" >&2; exit 2; }
	$(BIN)/python -m bench.quality $(TEXTS) --base-url $(BASE_URL) --model $(MODEL) -o $(RECORDS)/quality $(QUALITY)

# Pinned and hashed packages first, then the project without looking for any other. The files below .venv only mark
# what is installed, so that a second run needs no network.
.venv/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3" >&2; exit 2; }
	$(PYTHON) -m venv .venv || { rm -rf .venv; echo "On Debian and Ubuntu: apt install python3-venv" >&2; exit 2; }
	@touch $@

.venv/run: requirements/run.txt | .venv/python
	$(PIP) --require-hashes -r $<
	@touch $@

.venv/dev: requirements/dev.txt | .venv/python
	$(PIP) --require-hashes -r $<
	@touch .venv/run $@

.venv/local: requirements/local.txt | .venv/python
	$(PIP) --require-hashes -r $<
	@touch $@

.venv/project: pyproject.toml | .venv/python
	$(PIP) --no-deps --editable .
	@touch $@

# The resolver has an environment of its own, so that it is no part of what it pins. No address is written into the files.
LOCK := .venv/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links
lock: | .venv/python
	$(PYTHON) -m venv .venv/lock && .venv/lock/bin/python -m pip install --quiet 'uv>=0.13'
	$(LOCK) pyproject.toml --extra html --extra xlsx --extra review -o requirements/run.txt
	$(LOCK) pyproject.toml --extra dev -c requirements/run.txt -o requirements/dev.txt
	for peer in "langextract[openai]==1.7.1" instructor==1.17.0 gtrex==1.1.0 llmground==0.1.0 groundgate==0.11.0; do \
		echo "$$peer" | $(LOCK) - -o bench/grounding/requirements/$${peer%%[=[]*}.txt; done
	sed -n 's/^local = \["\(.*\)"\]/\1/p' pyproject.toml | $(LOCK) - -o requirements/local.txt
