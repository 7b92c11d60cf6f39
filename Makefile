# One word for each thing that a person does here; docs/decisions/0016-make-and-pins.md says why it is as it is.
# HOST and PORT may come from the environment or the command line: make run HOST=0.0.0.0 PORT=9000

PYTHON ?= python3
HOST   ?= 127.0.0.1
PORT   ?= 8501
PUBLISHER_PORT ?= 8599

BIN    := .venv/bin
PINS   := requirements.txt requirements-dev.txt
STAMP  := .venv/.installed

.PHONY: run publisher setup test check bench clean boundaries

run: setup
	@ls "$${KH213_DATA:-data}"/boundaries/*/*.geojson >/dev/null 2>&1 || \
	  echo "Bản đồ dùng ô vuông; make boundaries tải ranh giới. / The map is a tile grid; make boundaries fetches outlines."
	@echo "http://$(HOST):$(PORT)"
	@exec $(BIN)/streamlit run app.py --server.address "$(HOST)" --server.port "$(PORT)"

# For the office that publishes: a page on this machine alone (docs/decisions/0034-the-publishers-page.md).
publisher: setup
	@exec $(BIN)/python -m publisher "$(PUBLISHER_PORT)"

# Installs, and compresses Streamlit's files, only when a pin has changed: the stamp holds the checksums of what was
# installed last.
setup:
	@test -x $(BIN)/python || { \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "Cần Python 3.11 trở lên (PYTHON=... để chọn bản khác)." >&2; \
	    echo "Python 3.11 or later is needed (PYTHON=... chooses another)." >&2; exit 1; }; \
	  $(PYTHON) -m venv .venv; }
	@cksum $(PINS) | cmp -s - $(STAMP) || { \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check $(PINS:%=-r %) && \
	  $(BIN)/python -m kh213.site.bundle.pack && cksum $(PINS) > $(STAMP); }

test: setup
	@$(BIN)/python -m pytest -n 2

check: setup
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# Downloads the public district outlines; the site does not need them (docs/boundaries.md).
boundaries: setup
	@$(BIN)/python -m kh213 boundaries fetch

bench: setup
	@$(BIN)/python -m tests.bench

clean:
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache tests/browser/out
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
