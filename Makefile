# Everything a person needs to run and to check the bank. All paths are relative: the checkout may lie
# in a folder whose name holds spaces or Chinese characters.
PYTHON ?= python3
ARGS ?=
SCALE ?= default
PORT ?= 8000
export PORT

BIN := .venv/bin
# A stamp carries the hash of what was installed: changed requirements install again.
RUNTIME := .venv/.runtime-$(shell cat requirements/base.txt pyproject.toml scripts/bootstrap | sha256sum | cut -c1-16)
TOOLS := .venv/.tools-$(shell cat requirements/dev.txt pyproject.toml scripts/bootstrap | sha256sum | cut -c1-16)

.DEFAULT_GOAL := help
.PHONY: help run test check trial bench lock

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

run: $(RUNTIME) ## set everything up and serve on http://127.0.0.1:8000 (PORT= changes it); Ctrl-C stops
	@exec $(BIN)/python -m creditbank serve

test: $(TOOLS) ## set everything up and run every test (ARGS="-k name" narrows it)
	@scripts/system-parts
	$(BIN)/python -m pytest -n 2 --dist loadgroup tests -m "not trial" $(ARGS)

check: $(TOOLS) ## format, lint, types, import rules, templates, migrations, translations
	@scripts/check

trial: $(TOOLS) ## what is too long for make test
	@scripts/system-parts
	$(BIN)/python -m pytest -n 2 --dist loadgroup tests -m trial $(ARGS)

bench: $(TOOLS) ## the benchmark suite (SCALE=small|default|full)
	@SCALE="$(SCALE)" scripts/bench

lock: $(TOOLS) ## compile the locked requirements anew
	@scripts/lock

$(RUNTIME):
	@PYTHON="$(PYTHON)" scripts/bootstrap requirements/base.txt $@

$(TOOLS):
	@PYTHON="$(PYTHON)" scripts/bootstrap requirements/dev.txt $@
