# What a person types. Everything is set up on the way; a second run is instant.
PYTHON ?= python3
BIN = .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test test-long check bench clean

help: ## Show what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## Make .venv with all that the shop needs to run
	@$(PYTHON) scripts/setup.py runtime

setup-dev:
	@$(PYTHON) scripts/setup.py dev

run: setup ## Run the demo on http://localhost:8000 (PORT=... for another port); Ctrl-C ends it
	@$(BIN)/severshop run

test: setup-dev ## Run the whole suite: SQLite, PostgreSQL, browser journeys
	@$(BIN)/python scripts/test.py

test-long: setup-dev ## Run what takes long: many kills, long fuzzing, rules broken on purpose
	@$(BIN)/python scripts/test.py --long

check: setup-dev ## Check style, types, layers, sentences and docs
	@$(BIN)/python scripts/check.py

bench: setup-dev ## Measure, as ratios to a limit in the same run
	@$(BIN)/python -m tests.bench

clean: ## Forget the demo's data and the environment
	rm -rf .venv var build dist
