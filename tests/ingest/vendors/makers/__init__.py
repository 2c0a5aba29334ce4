"""One module per vendor, each with `files()`: its exports for tests by file name."""
