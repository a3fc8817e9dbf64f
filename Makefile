# Everything a newcomer needs, in words: `make help`. Two stamps in .venv remember what is installed,
# so a second run of any target starts at once and needs no network.

BIN := .venv/bin
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev

# What may be set on the command line: make demo PYTHON=python3.13, make test ARGS="-k passages".
export PYTHON
WORKERS ?= 2

# What `make test` sets up besides .venv. The servers that tests need are started and stopped by its runner.
TEST_SETUP := browser compose

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo serve test servers lint format bench docs browser compose constraints clean

help: ## Show this list
	@awk -f tools/help.awk $(MAKEFILE_LIST)

##@ Use

demo: $(INSTALLED) ## Ingest the sample collection and serve it [PORT=8000]
	@$(BIN)/stenogram demo --data .stenogram/demo $(if $(PORT),--port $(PORT))

serve: $(INSTALLED) ## Serve a data directory [DATA=dir PORT=8000]
	@$(BIN)/stenogram serve $(if $(DATA),--data "$(DATA)") $(if $(PORT),--port $(PORT))

##@ Develop

test: lint $(TEST_SETUP) ## Check and test all, on real servers [ARGS="-k name" SERVERS="8 9 cluster"|none]
	@$(BIN)/python -m tests.servers.run --workers $(WORKERS) --servers "$(SERVERS)" -- $(ARGS)

servers: $(INSTALLED_DEV) ## Run Elasticsearch and PostgreSQL to try things on [SERVERS=8|9|cluster]
	@$(BIN)/python -m tests.servers $(SERVERS)

lint: $(INSTALLED_DEV) ## Check style, types and the layers of imports
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet || { echo "Not formatted: run make format"; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(INSTALLED_DEV) ## Format the code and mend what can be mended
	@$(BIN)/ruff check --fix --quiet
	@$(BIN)/ruff format

bench: $(INSTALLED_DEV) ## Measure quality and speed [BENCH=name]
	@$(BIN)/python -m bench $(BENCH)

docs: $(INSTALLED_DEV) browser ## Renew the examples, tables and pictures of the documentation
	@$(BIN)/python -m docs

##@ Set up

browser: $(INSTALLED_DEV) ## Get a Chromium for the browser tests, where there is none
	@tools/install-browser

compose: ## Get a docker-compose for the tests, where there is none
	@tools/install-compose

constraints: ## Resolve all dependencies afresh and pin them in constraints.txt
	@tools/pin-constraints

clean: ## Remove .venv and all caches; data stay
	@rm -rf .venv build *.egg-info .*_cache .hypothesis
	@find . -type d -name __pycache__ -prune -exec rm -rf {} +

# An environment breaks when the checkout is moved or its Python removed: then the stamps count for nothing.
ifneq ($(shell test -x $(BIN)/python && cat $(INSTALLED) 2>/dev/null),$(CURDIR))
.PHONY: $(INSTALLED) $(INSTALLED_DEV)
endif

$(INSTALLED): pyproject.toml constraints.txt
	@tools/install

$(INSTALLED_DEV): pyproject.toml constraints.txt
	@tools/install dev
