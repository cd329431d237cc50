# One list of commands. `make run` and `make test` are the two a newcomer needs; both begin with `make setup`.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
unexport PYTHONDONTWRITEBYTECODE  # where it is set, every command and every test that starts one would compile it all anew

.PHONY: run test check fix bench spark setup screenshots reference lock
.DEFAULT_GOAL := run

run: setup  ## make the invented county, run the main job, serve it on http://localhost:8000
	$(BIN)/python -m joinedup.cli demo $(ARGS)

# Three at work on two cores: one of them mostly waits, for a browser or the database.
test: setup  ## every test but the slow evidence; on SQLite and PostgreSQL, with journeys in a browser
	$(BIN)/python tests/services.py
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not slow" $(ARGS)
	$(if $(ARGS),,$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not slow and not one_database" --database postgresql tests/web)

check: setup  ## style, types, import laws, templates, documents (their blocks are run by `make test`), lock
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint src/joinedup/web --lint --quiet
	$(BIN)/python -m pytest -q tests/docs tests/habits -m "not slow and not runs_blocks" -p no:randomly

fix: setup  ## what a tool can mend by itself
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: spark  ## slow evidence: each file in bench/ prints its figures and ratio
	for claim in bench/*.py; do $(BIN)/python $$claim $(ARGS) || exit 1; done
	$(BIN)/python -m pytest -m slow

screenshots: setup  ## pictures of the list and a person's page, desktop and phone
	$(BIN)/python -m joinedup.cli screenshots $(ARGS)

reference: setup  ## render docs/reference from the definitions
	$(BIN)/python -m joinedup.cli reference

lock:  ## pin every dependency by version and hash, without addresses
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	uv pip compile pyproject.toml --extra spark -c requirements.lock --universal --generate-hashes --no-emit-index-url --no-header -o requirements-spark.lock

spark: .venv/spark  ## Apache Spark, for what outgrows one machine; needs Java 17

.venv/spark: .venv/installed requirements-spark.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	touch $@

setup: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
