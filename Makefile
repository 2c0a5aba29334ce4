# Two commands need nothing by hand: `make run` serves the application, `make test` passes every test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check browser screenshots benchmark clean

run: $(VENV)/run.stamp
	$(BIN)/streamlit run app.py

test: $(VENV)/dev.stamp browser
	$(BIN)/pytest -n auto --dist loadfile

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

screenshots: $(VENV)/dev.stamp browser
	$(BIN)/python docs/screenshots.py

benchmark: $(VENV)/dev.stamp browser
	$(BIN)/python -m benchmarks.page
	$(BIN)/python -m benchmarks.import
	$(BIN)/python -m benchmarks.judging
	$(BIN)/python -m benchmarks.peers
	$(BIN)/python -m benchmarks.calibration
	$(BIN)/python -m benchmarks.usual_ways
	$(BIN)/python -m benchmarks.guesses
	$(BIN)/python -m benchmarks.reports
	$(BIN)/python -m benchmarks.sessions
	$(BIN)/python -m benchmarks.questions
	$(BIN)/python -m benchmarks.fuzz
	$(BIN)/python -m benchmarks.crash

$(VENV)/run.stamp: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

# A Chromium that is installed is used as it is; else Debian's, else the one Playwright brings.
browser: $(VENV)/dev.stamp
	@command -v chromium chromium-browser google-chrome >/dev/null \
	|| (command -v apt-get >/dev/null && SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo) && $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq chromium) \
	|| $(BIN)/playwright install chromium

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
