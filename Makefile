# Every target sets up what it needs: a virtual environment in .venv/ from hash-pinned requirements,
# and for tests a browser, Java and the HTML validator where they can be had (tests/tools/provision.py).

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
ARGS ?=
SITE_URL ?=
LOCALE ?= en

# The first of these that is new enough makes the virtual environment.
PYTHON ?= python3
PYTHONS := $(PYTHON) python3.14 python3.13 python3.12 python3.11 python
NEW_ENOUGH := import sys, ensurepip; sys.exit(sys.version_info < (3, 11))
INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --require-hashes

# `build` and `scraper` are packages and `tests` is a folder: no target is a file.
.PHONY: help site serve demo scrape test bench check publish-check docs screenshots contact-sheet zip pdf lock clean ci pages pull merge ready keep tell
.DEFAULT_GOAL := help

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

site: $(VENV)/runtime  ## read content/pages/ and build the site into _site/
	@status=0; $(PY) -m scraper parse $(ARGS) || status=$$?; \
	if [ $$status -gt 1 ]; then exit $$status; fi; \
	$(PY) -m build $(if $(SITE_URL),--site-url "$(SITE_URL)") || exit $$?; \
	echo "The site is in _site/. Look at it: open _site/index.html, or 'make serve' and go to http://127.0.0.1:$(PORT)/"; \
	if [ $$status -ne 0 ]; then \
		echo "Some of content/pages/ could not be read (the errors above): those parts show their last good data." >&2; \
		exit $$status; \
	fi

serve: $(VENV)/runtime  ## serve on http://127.0.0.1:PORT/ (8000); pages show every change and reload
	@$(PY) -m build serve --port $(PORT) $(ARGS)

demo: $(VENV)/runtime  ## serve a made-up catalog on loopback, pull it, build a full-size site into _demo/
	@$(PY) -m tests.tools.demo $(ARGS)

scrape: $(VENV)/runtime  ## record the live catalog into content/pages/ and read it
	@status=0; $(PY) -m scraper pull $(ARGS) || status=$$?; \
	if [ $$status -gt 1 ]; then exit $$status; fi; \
	$(PY) -m scraper parse || status=$$?; \
	exit $$status

test: $(VENV)/dev  ## every test, browser included; ARGS="-k price" picks some
	@$(PY) -m tests.tools.provision
	@$(PY) -m pytest -n 2 --dist worksteal $(ARGS)

bench: $(VENV)/dev  ## run every benchmark in tests/bench/; the figures go into docs/speed.md
	@for file in tests/bench/bench_*.py; do \
		if [ ! -e "$$file" ]; then echo "There is no benchmark in tests/bench/ yet."; break; fi; \
		name=$${file##*/}; echo "== $${name%.py}"; \
		$(PY) -m "tests.bench.$${name%.py}" --write $(ARGS) || exit $$?; \
	done

check: $(VENV)/dev  ## lint, formatting, types, and the rules of the structure
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet . || { $(PY) -m ruff format --diff --quiet .; exit 1; }
	@$(PY) -m mypy
	@$(PY) -m pytest -q tests/test_architecture.py tests/test_documentation.py

publish-check: $(VENV)/dev  ## build for a root and a sub-path; follow every link, judge every file, walk it offline
	@$(PY) -m tests.tools.provision
	@$(PY) -m tests.tools.publish_check $(ARGS)

docs: $(VENV)/dev  ## write the generated parts of docs/ anew
	@$(PY) -m tests.tools.reference

screenshots: $(VENV)/dev  ## take the README's pictures anew
	@$(PY) -m tests.tools.provision
	@$(PY) -m tests.tools.screenshots

contact-sheet: $(VENV)/dev  ## the kinds of pages at three widths, light and dark, in three languages, on one picture each
	@$(PY) -m tests.tools.provision
	@$(PY) -m tests.tools.contact_sheet

zip: pages  ## build _site/ and pack it into _dist/runapi-prices.zip, with the SHA-256 of every file
	@$(PY) -m build archive $(ARGS)

pdf: $(VENV)/dev pages  ## print the price table of _site/ to _dist/runapi-prices.LOCALE.pdf (LOCALE=zh-TW; en)
	@$(PY) -m tests.tools.provision
	@$(PY) -m tests.tools.pdf --locale "$(LOCALE)" $(ARGS)

lock: $(VENV)/dev  ## resolve requirements*.in into the hash-pinned requirements*.txt
	@for name in requirements requirements-dev; do \
		$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--custom-compile-command "make lock" $(ARGS) $$name.in --output-file $$name.txt || exit $$?; \
	done

clean:  ## remove what the other targets made
	@rm -rf _site ._site.* _demo _dist _parts $(VENV) node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis

# What the workflows run. Their settings come in the environment: nothing of a workflow's is pasted into a shell.

ci:  ## what CI runs: the checks, then every test
	@.ci/run

pages: $(VENV)/runtime  ## build _site/ from content/ as it is, for SITE_URL and the domain CNAME
	@$(PY) -m build $(if $(SITE_URL),--site-url "$$SITE_URL")
	@if [ -n "$$CNAME" ]; then printf '%s\n' "$$CNAME" > _site/CNAME; fi

pull: $(VENV)/runtime  ## record the live catalog, or only LOCALES of it, without reading it
	@$(PY) -m scraper pull $(foreach tag,$(filter-out all,$(LOCALES)),--locale "$(tag)") \
		$(if $(CONTACT),--contact "$$CONTACT") $(ARGS)

merge: $(VENV)/runtime  ## put the parts of a pull in _parts/ together, and read them
	@$(PY) -m scraper.hosting merge $(sort $(wildcard _parts/part-*)) $(ARGS)

ready: $(VENV)/dev  ## may content/ be published? its last run, every file's schema, a whole build
	@$(PY) -m scraper.hosting ready $(ARGS)
	@$(PY) -m pytest -q -n 2 tests/test_schema.py -k content_file
	@$(PY) -m build

keep: $(VENV)/runtime  ## commit content/ and push it to BRANCH
	@$(PY) -m scraper.hosting keep --branch "$$BRANCH" $(ARGS)

tell: $(VENV)/runtime  ## open, bring up to date or close the issue about the run at RUN_URL, whose JOBS ended so
	@$(PY) -m scraper.hosting tell --run "$$RUN_URL" $(foreach job,$(JOBS),--job "$(job)") $(ARGS)

# A virtual environment whose Python has gone is made anew.
ifneq ($(shell $(PY) -c "print('sound')" 2>/dev/null),sound)
.PHONY: $(VENV)/made
endif
$(VENV)/made:
	@for python in $(PYTHONS); do \
		if "$$python" -c '$(NEW_ENOUGH)' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "This needs Python 3.11 or newer with its venv module; none of these is one: $(PYTHONS)." >&2; \
		echo "Found: $$($(PYTHON) --version 2>&1). Install one (on Debian and Ubuntu also python3-venv), or name it: make PYTHON=..." >&2; \
		exit 1; \
	fi; \
	echo "Making $(VENV)/ with $$("$$found" --version)"; \
	"$$found" -m venv --clear $(VENV) && touch $@

$(VENV)/runtime: requirements.txt $(VENV)/made
	@echo "Installing what requirements.txt pins"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/made
	@echo "Installing what requirements-dev.txt pins"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@ $(VENV)/runtime
