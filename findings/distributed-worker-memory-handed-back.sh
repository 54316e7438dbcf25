#!/usr/bin/env bash
# A task on a worker of Dask's LocalCluster makes and drops a 1 MB NumPy array again and again.
# Guess: it costs what it costs in any process, where the allocator soon uses the same pages again.
# Seen: Dask's default configuration sets MALLOC_TRIM_THRESHOLD_=65536 for its workers, which also
# ends glibc's own adjustment of the size from which it maps memory; the system makes all pages of
# every array again. Without that variable the same task has next to no page faults.
# Exits 1 when that changes. Linux with glibc.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet "distributed==2026.8.0" "dask==2026.8.0" "numpy==2.4.6"
cat > "$place/count.py" <<'PY'
import resource
import sys
from importlib.metadata import version

import dask
import numpy as np
from distributed import Client, LocalCluster

ROUNDS = 300


def faults():
    np.ones(125_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(ROUNDS):
        np.ones(125_000)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def on_a_worker(**settings):
    with (
        dask.config.set(settings),
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        return client.submit(faults).result()


if __name__ == "__main__":
    print("distributed", version("distributed"), "numpy", version("numpy"))
    # First without: the variables of a cluster stay in the process that started it.
    without = on_a_worker(**{"distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": 1}})
    default = on_a_worker()
    print(f"page faults of {ROUNDS} arrays of 1 MB: {default} by default, {without} without")
    sys.exit(0 if default > 100 * ROUNDS and without < 10 * ROUNDS else 1)
PY
"$place/env/bin/python" "$place/count.py"
