# zerosum. `make report` and `make test` are the two commands of the README.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXAMPLE := fixtures/daginstitution
SECOND := fixtures/teknisk-forvaltning

.PHONY: help report test test-all browser check lint types golden gallery rules-table example picture bench bench-small eval fuzz round-trip bundle lock-windows

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/made: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "zerosum needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

report: $(VENV)/made ## run the main job on both example municipalities: report, work list, a vendor's view; says where they are
	@for example in $(EXAMPLE) $(SECOND); do \
	  $(BIN)/zerosum run -c $$example/zerosum.toml; code=$$?; \
	  case $$code in 0|10|20) echo; echo "The run went well (exit code $$code is its verdict)."; echo ;; *) exit $$code ;; esac; \
	done
	@echo "What a vendor gets of it, and the report on one page:"
	@run=$$(ls -td reports/eksempel-kommune/daginstitution/2*/ | head -n 1) && \
	  $(BIN)/zerosum report "$$run" --solution "Ungdomsskole X" && $(BIN)/zerosum report "$$run" --short && \
	  $(BIN)/zerosum pack "$$run" --solution "Ungdomsskole X"

lint: $(VENV)/made ## look at the style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/made ## check the types
	$(BIN)/mypy

test: $(VENV)/made ## run the tests, but for the long ones and those in a browser
	$(BIN)/pytest -n auto -m "not browser and not long"

test-all: $(VENV)/made ## run the long ones too
	$(BIN)/pytest -n auto -m "not browser"

browser: $(VENV)/made ## open the reports in Chromium: accessibility, narrow pages, no request
	$(BIN)/pytest -n auto -m browser

check: lint types test-all browser bench-small ## all that CI runs

golden: $(VENV)/made ## write the golden files anew; then look at `git diff`
	ZEROSUM_GOLDEN=1 $(BIN)/pytest -n auto

gallery: $(VENV)/made ## write docs/fejl.md and docs/errors.md from the gallery of errors
	$(BIN)/python tests/gallery.py

rules-table: $(VENV)/made ## write docs/regler-daginstitution.md from the rules and their cases
	$(BIN)/python tests/rules_table.py

example: $(VENV)/made ## make the files of both example municipalities anew
	$(BIN)/python -m zerosum.simulate example $(EXAMPLE) --seed 2026
	$(BIN)/python -m zerosum.simulate example $(SECOND) --area teknisk-forvaltning --seed 2026

SHOOT := chromium --headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars

picture: ## take the README's pictures of the example: report, vendor's view, work list (needs chromium, soffice, pdftoppm)
	$(SHOOT) --window-size=1280,1240 --screenshot=docs/report.png file://$(CURDIR)/reports/example/report.html
	$(SHOOT) --window-size=1280,1000 --screenshot=docs/vendor.png file://$(CURDIR)/reports/example/report.ungdomsskole-x.html
	work=$$(mktemp -d) && LANG=da_DK.UTF-8 soffice --headless -env:UserInstallation=file://$$work/profile --convert-to pdf \
	  --outdir $$work reports/example/arbejdsliste.xlsx >/dev/null && \
	  pdftoppm -r 90 -f 2 -l 2 -png -singlefile $$work/arbejdsliste.pdf docs/work-list && rm -r $$work

bench: $(VENV)/made ## time a full run against polars and datacompy (SIZE=1000000 ROUNDS=5)
	sh benchmarks/run.sh $(or $(SIZE),1000000) $(if $(ROUNDS),--rounds $(ROUNDS))

bench-small: $(VENV)/made ## the benchmark's programs run and agree; nothing is timed
	sh benchmarks/run.sh 20000 --check

eval: $(VENV)/made ## put known faults into right municipalities and write docs/evaluation.md (SIZE=200000 SEEDS=5)
	$(BIN)/python benchmarks/evaluate.py --size $(or $(SIZE),200000) --seeds $(or $(SEEDS),5) --rates --write docs/evaluation.md

fuzz: $(VENV)/made ## fuzz the column parsers and the file readers (COUNT=10000000 SECONDS=3600 SEED=1); see docs/robustness.md
	$(BIN)/python -m tests.fuzz.values --count $(or $(COUNT),10000000) --seed $(or $(SEED),1)
	$(BIN)/python -m tests.fuzz.files --seconds $(or $(SECONDS),3600) --seed $(or $(SEED),1)

round-trip: $(VENV)/made ## every simulated municipality in every form and container, and back
	ZEROSUM_THOROUGH=1 $(BIN)/pytest -n auto tests/test_round_trip.py

bundle: $(VENV)/made ## a ZIP for a Windows PC without internet, in dist/ (WINDOWS_PYTHON=3.11)
	$(BIN)/python bundle/make.py --python $(or $(WINDOWS_PYTHON),3.11)

lock-windows: ## pin what the bundle holds anew, at the versions of requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra sign --python-platform windows --python-version 3.11 --only-binary :all: --generate-hashes \
	  --no-header --constraint requirements.lock --output-file requirements-windows.lock
