"""Files that nobody should trust, made by a script: `python -m tests.bad_files FOLDER` writes them all down."""
