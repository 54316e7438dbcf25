#!/usr/bin/env bash
# TinyDB: the class attribute that is said to set the size of a table's query cache does not set it.
#
# Expected: `Table.default_query_cache_capacity = 0`, on Table itself or in a subclass that is the
# database's table_class, turns the cache of queries off, so that a search never returns what was
# there before another process wrote to the file.
# Seen: the attribute is read once, as the default of a parameter, while the class is made. Setting
# it later changes nothing: ten queries stay cached, and a search repeats its old answer.
# What works: passing `cache_size=0` to `db.table(...)`, or a subclass whose `__init__` passes it on.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tinydb==4.9.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

from tinydb import TinyDB, where
from tinydb.table import Table

print("tinydb", version("tinydb"))


class Uncached(Table):
    default_query_cache_capacity = 0


class Passed(Table):
    def __init__(self, storage, name, **options):
        super().__init__(storage, name, **(options | {"cache_size": 0}))


def found_after_another_wrote(table_class, path):
    class Database(TinyDB):
        pass

    Database.table_class = table_class
    here, there = Database(path), TinyDB(path)
    here.insert({"bird": "plover"})
    first = len(here.search(where("bird").exists()))
    there.insert({"bird": "curlew"})
    return first, len(here.search(where("bird").exists()))


subclass = found_after_another_wrote(Uncached, "subclass.json")
Table.default_query_cache_capacity = 0
itself = found_after_another_wrote(Table, "itself.json")
passed = found_after_another_wrote(Passed, "passed.json")
print("attribute 0 in a subclass: found", *subclass, "(2 birds are in the file)")
print("attribute 0 on Table:      found", *itself, "(2 birds are in the file)")
print("cache_size=0 passed on:    found", *passed)
sys.exit(0 if (subclass, itself, passed) == ((1, 1), (1, 1), (1, 2)) else 1)
PYTHON
