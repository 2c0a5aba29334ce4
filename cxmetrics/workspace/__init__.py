"""Use cases over one workspace: a single DuckDB file with its sources, uploads, metrics and cube."""
