#!/usr/bin/env python3
"""Turns descriptions into C++.

usage: generate.py events <schemas/context> <output folder>    structs, a JSON codec (<context>.hpp, <context>.cpp), the
                                                                folds that the domain owes (<context>_apply.hpp), and the
                                                                examples for tests (<context>_samples.hpp)
"""
import pathlib
import sys

import events
from dialect import SchemaError

KINDS = {"events": events.generate}


def main(arguments):
    if len(arguments) != 3 or arguments[0] not in KINDS:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        KINDS[arguments[0]](*map(pathlib.Path, arguments[1:]))
    except SchemaError as error:
        print(f"schema error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
