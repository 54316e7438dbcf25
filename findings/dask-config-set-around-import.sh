#!/usr/bin/env bash
# dask.config.set in a `with` block changes settings for the block. Guess: a program that imports
# distributed for the first time within such a block has its defaults afterwards. Seen: leaving the
# block takes away all defaults that the import added, and LocalCluster ends with a KeyError.
# Exits 1 when that changes.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet "distributed==2026.8.0"
"$place/env/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import dask

with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
    import distributed

    inside = dask.config.get("distributed.comm.require-encryption", "missing")
outside = dask.config.get("distributed.comm.require-encryption", "missing")
print("distributed", version("distributed"))
print("require-encryption within the block:", inside, "after it:", outside)
try:
    distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=None)
except KeyError as fault:
    print("LocalCluster: KeyError", fault)
    sys.exit(0 if outside == "missing" and inside is None else 1)
sys.exit(1)
PY
