"""Command line: `python -m sample_data OUT_DIR [--seed N] [--null]`."""

import argparse
from pathlib import Path

from sample_data.files import write_exports
from sample_data.world import DEFAULT_SEED, make_world


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sample_data", description="Write the sample exports.")
    parser.add_argument("out_dir", type=Path, help="folder to write to; made if missing")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="default: %(default)s")
    parser.add_argument("--null", action="store_true", help="a company in which nothing ever changes")
    arguments = parser.parse_args()
    write_exports(make_world(arguments.seed, planted=not arguments.null), arguments.out_dir)


if __name__ == "__main__":
    main()
