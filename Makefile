# Service Star. `make run` and `make test` do everything on a fresh machine; the second time they are quick.
SHELL := /bin/bash
PYTHON ?= python3.11
BIN := .venv/bin
PORT ?= 8000
LANGUAGE ?= ru
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1
unexport PYTHONDONTWRITEBYTECODE  # tests start a hundred processes: none compiles the project anew
PO := $(wildcard locale/*/LC_MESSAGES/django.po)
MO := $(PO:.po=.mo)
SERVICES := DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres} REDIS_URL=$${REDIS_URL:-redis://127.0.0.1:6379/9}

.PHONY: run test test-services check proof contact-sheet pictures messages lock system system-tests
.DEFAULT_GOAL := run

run: system .venv/run-ready $(MO)
	@exec $(BIN)/python manage.py serve --demo $(LANGUAGE) --port $(PORT) --banner-file var/sign-ins.txt

test: system-tests .venv/test-ready $(MO)
	$(BIN)/pytest -n 3 --durations=10 -m "not proof"

test-services: system-tests .venv/test-ready $(MO)
	@$(SERVICES) $(BIN)/python -m tests.services
	$(SERVICES) $(BIN)/pytest -n 3 --durations=5 -m "not proof and not browser and not walk and (not slow or services)"

check: system-tests .venv/test-ready $(MO)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	DJANGO_SETTINGS_MODULE=lms.settings.testing $(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=lms.settings.testing $(BIN)/python -m tests.catalogues --extract
	$(BIN)/python -m tests.templates

proof: system-tests .venv/test-ready $(MO)
	WITHOUT_GAMIFICATION=1 $(BIN)/pytest -n 2 -m "not proof and not browser and not slow"
	$(BIN)/pytest -n 2 -m proof
	$(BIN)/pytest tests/proof -s -p no:cacheprovider
	QUALITY_TICKETS=1000000 $(BIN)/pytest tests/benchmarks/quality/test_pages.py -s -p no:cacheprovider
	$(SERVICES) $(BIN)/pytest -n 2 -m "walk and not browser"
	$(SERVICES) $(BIN)/pytest tests/proof -s -p no:cacheprovider -m services
	$(SERVICES) BENCHMARK_ROWS=$${BENCHMARK_ROWS:-1000000} $(BIN)/pytest tests/benchmarks/quality/test_import_speed.py -s -p no:cacheprovider

contact-sheet: system-tests .venv/test-ready $(MO)
	$(BIN)/python -m tests.contact_sheet

pictures: system-tests .venv/test-ready $(MO)
	$(BIN)/python -m tests.pictures

messages: system-tests .venv/test-ready
	DJANGO_SETTINGS_MODULE=lms.settings.testing $(BIN)/python manage.py makemessages -l ru --no-obsolete --no-location -i .venv -i var -i tests
	$(BIN)/python -m tests.catalogues

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --group dev pyproject.toml -c requirements.lock -o tests/requirements.lock

system:
	@.ci/prepare

system-tests:
	@.ci/prepare tests

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run-ready: requirements.lock | .venv/bin/python
	$(BIN)/pip install -q --require-hashes -r requirements.lock
	@touch $@

.venv/test-ready: tests/requirements.lock | .venv/bin/python
	$(BIN)/pip install -q --require-hashes -r tests/requirements.lock
	@touch .venv/run-ready $@

%.mo: %.po | .venv/run-ready
	@$(BIN)/python .ci/compile.py $< $@
