# make demo: see what veilproof does.   make test: everything the project tests.   make check: before every commit.
# Needs only Python 3.11 or later, and make.

PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
INSTALLED_FROM := pyproject.toml hatch_build.py src/veilproof/weights/sources.py

.PHONY: demo test check fast lint types picture page-pictures clean

demo: .venv/installed-demo
	@$(BIN)/python -m demo

# A process for each core; the tests of one file stay together, because they share what they made.
test: .venv/installed-dev
	@$(BIN)/python -m pytest -n auto --dist loadfile

# Lint, types and the tests that are not marked slow: under two minutes on two cores.
check: lint types fast

fast: .venv/installed-dev
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow"

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# mypy for Python, and TypeScript's checker for the modules of the review page, which carry their types in comments.
types: .venv/installed-dev .venv/tsc
	$(BIN)/mypy
	.venv/tsc/node_modules/.bin/tsc -p tsconfig.json

.venv/tsc: | .venv/bin/python
	@command -v npm >/dev/null || { echo "npm is missing, so the types of the page cannot be checked; on Debian: apt install npm" >&2; exit 1; }
	@npm install --silent --no-save --no-audit --no-fund --prefix $@ typescript@5.9.3 || { rm -rf $@; exit 1; }

# The picture in the README.
picture: .venv/installed-demo
	@$(BIN)/python -m demo docs/images/demo.jpg

# The pictures of the pages in README.md and the documentation; needs Chromium.
page-pictures: .venv/installed-demo .venv/installed-dev
	@$(BIN)/python -m demo.page docs/images

clean:
	rm -rf .venv demo/out

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "veilproof needs Python 3.11 or later; install it and try again." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python cannot create virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

.venv/installed-%: $(INSTALLED_FROM) | .venv/bin/python
	@echo "Installing into .venv (a few minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@
