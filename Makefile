# One command each to run, to test, to check and to measure. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV := uv==0.13.9
LIBRARIES := .libraries/fetched.json
# What a command is given beside its defaults: make test ARGS="tests/accounts -x"
ARGS ?=
# Of tests: one more than there are processors, for those that wait for something, and at most four.
WORKERS = $(shell $(PYTHON) -c 'import os; print(min(os.cpu_count() + 1, 4))')
# The site as it would be set up for others to reach, for the checks of a deployment.
DEPLOYED := env -u DEMO -u DEBUG SITE_URL=https://films.example.org \
	SECRET_KEY=not-a-secret-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJ

# Where containers forbid Python to keep what it compiled, every one of the site's processes compiles Django anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run media test lint format bench audit evaluate screenshots messages icons clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

run: $(VENV)/site.stamp $(LIBRARIES) ## starts everything and says where it is; Ctrl-C stops it. PORT, HOST and DATA_DIR as you like
	@exec $(PY) -m netflixlike.run --with-parent

media: $(VENV)/site.stamp ## installs ffmpeg for packaging videos into .venv, where the system has none: 195 MB
	@$(PY) -m catalog.media.tools && echo "ffmpeg is there." || $(PY) -m pip install -q -r requirements-media.txt -c constraints.txt

test: $(VENV)/dev.stamp $(LIBRARIES) ## all tests, on real servers; SLOW=1 for the slow ones too, ARGS="…" for pytest
	@command -v $${CHROMIUM:-chromium-headless-shell} >/dev/null \
		|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing Chromium for the browser tests" \
		&& export DEBIAN_FRONTEND=noninteractive && apt-get update -qq \
		&& { apt-get install -qq -y chromium-headless-shell || apt-get install -qq -y chromium; } >/dev/null; } \
		|| command -v chromium chromium-browser google-chrome >/dev/null \
		|| echo "There is no Chromium, and it cannot be installed here: the browser tests will be left out."
	@command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] \
		|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing nginx for the tests of videos" \
		&& export DEBIAN_FRONTEND=noninteractive && apt-get update -qq && apt-get install -qq -y nginx-light >/dev/null; } \
		|| echo "There is no nginx, and it cannot be installed here: its test will be left out."
	@{ command -v node && command -v npm; } >/dev/null \
		|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing node and npm for the test of a generated client" \
		&& export DEBIAN_FRONTEND=noninteractive && apt-get update -qq && apt-get install -qq -y nodejs npm >/dev/null; } \
		|| echo "There is no node with npm, and they cannot be installed here: the generated client will be left out."
	@exec $(PY) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

lint: $(VENV)/dev.stamp $(LIBRARIES) ## style, types, templates, migrations, the checks of a deployment, the API's schema
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m djlint --lint --quiet templates
	$(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(DEPLOYED) $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) manage.py spectacular --validate --fail-on-warn --file /dev/null

format: $(VENV)/dev.stamp ## puts the code into its form
	$(PY) -m ruff check --fix --quiet . || true
	$(PY) -m ruff format .

bench: $(VENV)/dev.stamp $(LIBRARIES) ## how fast it is on this machine: latencies, requests a second, loading and training
	@$(PY) -m tests.bench $(ARGS) && exec $(PY) -m tests.bench.search

audit: $(VENV)/dev.stamp $(LIBRARIES) ## what Lighthouse and axe say of the pages; needs Chromium, node and npm
	@exec $(PY) -m tests.audit $(ARGS)

evaluate: $(VENV)/site.stamp ## how good the recommendations are, beside popularity and the usual models
	@exec $(PY) manage.py evaluate $(ARGS)

screenshots: $(VENV)/dev.stamp $(LIBRARIES) ## the pictures of the README, anew
	@exec $(PY) -m tests.screenshots $(ARGS)

messages: $(VENV)/dev.stamp ## brings locale/ up to the texts in code and templates, and compiles it
	@exec $(PY) -m tests.messages

icons: $(VENV)/dev.stamp ## the site's icons in all sizes, anew from static/icon.svg
	@exec $(PY) -m tests.icons $(ARGS)

clean: ## removes the data folder var/, the virtual environment and all caches
	@[ ! -e var/lock ] || $(PYTHON) -c 'import fcntl; fcntl.flock(open("var/lock"), fcntl.LOCK_EX | fcntl.LOCK_NB)' \
		2>/dev/null || { echo "The site is running on var/. Stop it first."; exit 1; }
	rm -rf var $(VENV) .libraries .npm .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What the watch page loads, from npm's registry; only the standard library is needed for it.
$(LIBRARIES): package-lock.json netflixlike/libraries.py
	@$(PYTHON) netflixlike/libraries.py && touch $@

# The virtual environment. An installation that was cut off is recognised by its marker and begun anew.
$(VENV)/site.stamp: REQUIREMENTS := requirements.txt
$(VENV)/site.stamp: requirements.txt constraints.txt
$(VENV)/dev.stamp: REQUIREMENTS := requirements-dev.txt
$(VENV)/dev.stamp: requirements-dev.txt requirements-media.txt requirements.txt constraints.txt
$(VENV)/site.stamp $(VENV)/dev.stamp:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, and $(PYTHON) is %d.%d. Name another: \
	make PYTHON=python3.12 …" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@[ ! -e $(VENV)/unfinished ] || rm -rf $(VENV)
	@mkdir -p $(VENV) && touch $(VENV)/unfinished
	@[ -x $(PY) ] || { echo "Making the virtual environment $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing $(REQUIREMENTS)"
	@export PIP_DISABLE_PIP_VERSION_CHECK=1; index=$${PIP_INDEX_URL:-$$($(PY) -m pip config get global.index-url 2>/dev/null)}; \
	[ -z "$$index" ] || export UV_DEFAULT_INDEX=$${UV_DEFAULT_INDEX:-$${UV_INDEX_URL:-$$index}}; \
	$(PY) -m pip install --quiet $(UV) && $(PY) -m uv pip install -r $(REQUIREMENTS) -c constraints.txt \
		|| { echo "Without uv this takes a minute or two."; $(PY) -m pip install -r $(REQUIREMENTS) -c constraints.txt; }
	@touch $@ && rm -f $(VENV)/unfinished
