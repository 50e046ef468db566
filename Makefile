# `make demo` and `make test` each do all their own set-up: Python 3.11 or newer, git and make are enough.

PYTHON := $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PO := inventory/locale/zh_CN/LC_MESSAGES/inventory.po
CHECKED := inventory importers migrations samples tests

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1

.PHONY: demo test check bench faults pairs messages docs lock clean

demo: .make/environment $(PO:.po=.mo)
	$(BIN)/inventory demo

# two workers: the suite is made for two cores
test: .make/environment $(PO:.po=.mo)
	$(BIN)/pytest -n 2

check: .make/environment $(PO:.po=.mo)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m inventory.locale.extract check
	rm -f .make/drift.db
	INVENTORY_DATABASE_URL=sqlite:///.make/drift.db $(BIN)/inventory db init
	INVENTORY_DATABASE_URL=sqlite:///.make/drift.db $(BIN)/alembic check
	! git grep -nIE 'index[-]url|find[-]links|trusted[-]host|[p]ypi\.|pythonhost[e]d' -- . ':!Makefile'

# How fast, beside other programs; writes the READMEs' tables. A part alone is told and not kept: make bench ONLY='small-*,help'
# DATABASES=sqlite AMONG=ours,floor ROUNDS=1; WRITE=1 keeps it. LARGE=1 goes on to a million rows. BENCH=--help tells more.
bench: .make/environment .make/bench $(PO:.po=.mo)
	PYTHONPATH=.:tests $(BIN)/python -m bench --python .make/bench/bin/python \
		$(if $(ONLY),--only '$(ONLY)') $(if $(DATABASES),--databases $(DATABASES)) $(if $(AMONG),--among $(AMONG)) \
		$(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(LARGE),--large-too) \
		$(if $(WRITE),--write,$(if $(ONLY)$(DATABASES)$(AMONG)$(ROUNDS),,--write)) $(BENCH)

# a hundred imports killed at random moments on each database, and forty through which the server goes away
faults: .make/environment $(PO:.po=.mo)
	FAULT_KILLS=100 $(BIN)/pytest -n 2 tests/test_faults.py tests/test_faults_files.py

# precision and recall of identity on the frozen pairs of names (`python tests/name_pairs.py -v` names each pair missed)
pairs: .make/environment
	$(BIN)/python tests/name_pairs.py

# the source strings of the program into the catalogue, for the translator
messages: .make/environment
	$(BIN)/python -m inventory.locale.extract update

# the page of problem kinds in both languages
docs: .make/environment $(PO:.po=.mo)
	INVENTORY_LANG=en $(BIN)/inventory ledger problem-kinds --to docs/problems.md
	INVENTORY_LANG=zh_CN $(BIN)/inventory ledger problem-kinds --to docs/problems.zh-CN.md

# newest versions within pyproject.toml's bounds, for every platform; no registry's address gets in
LOCK = .make/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header
lock:
	$(PYTHON) -m venv .make/lock
	.make/lock/bin/python -m pip install --quiet uv==0.13.9
	$(LOCK) pyproject.toml --output-file constraints.txt
	$(LOCK) pyproject.toml --group pyproject.toml:dev --constraints constraints.txt --output-file constraints-dev.txt
	$(LOCK) pyproject.toml --group pyproject.toml:bench --constraints constraints-dev.txt \
		--output-file constraints-bench.txt

clean:
	rm -rf .make .venv out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -f $(PO:.po=.mo)

# what is installed is what the lock says, to the byte; the checkout itself is installed in place
.make/environment: constraints-dev.txt pyproject.toml inventory/locale/hook.py
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: install it and see that python3.11 or python3 starts it."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
		{ echo "This Python lacks venv: on Debian and Ubuntu, apt-get install python3-venv"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r constraints-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@mkdir -p .make && touch $@

# the contenders: what they bring along stays out of the program's own environment
.make/bench: constraints-bench.txt
	test -x $@/bin/python || $(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --require-hashes -r constraints-bench.txt
	@touch $@

%.mo: %.po .make/environment
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
