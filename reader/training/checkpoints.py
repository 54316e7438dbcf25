"""Checkpoints of a training run, written whole or not at all, and the random state in them."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import numpy as np
import torch

from reader.errors import ReaderError
from reader.whole_file import whole_file


class CheckpointError(ReaderError):
    """A checkpoint that does not belong to this run; the message says what to do."""


def save_checkpoint(path: Path, settings: Any, state: dict[str, Any]) -> None:
    """Save ``state`` and the random state, with ``settings`` to identify the run."""
    data = io.BytesIO()
    torch.save({"settings": repr(settings), "random": _random_state(), **state}, data)
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as file:
        file.write(data.getvalue())


def load_checkpoint(path: Path, settings: Any) -> dict[str, Any] | None:
    """Return what ``save_checkpoint`` kept, the random state set again; None when there is none.

    Raises CheckpointError when the checkpoint is of other settings or cannot be read.
    """
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        return None
    except Exception as error:
        raise CheckpointError(
            f"The checkpoint {path} cannot be read. Delete it to start this part again."
        ) from error
    if state["settings"] != repr(settings):
        raise CheckpointError(
            f"The checkpoint {path} is of a run with other settings; remove it or train into "
            "another folder."
        )
    _set_random_state(state["random"])
    return dict(state)


def seed_all(seed: int) -> None:
    """Set every source of chance that Stanza's training draws on."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def _random_state() -> dict[str, Any]:
    kind, keys, place, has_gauss, gauss = np.random.get_state(legacy=True)
    numpy_state = [str(kind), [int(key) for key in keys], int(place), int(has_gauss), float(gauss)]
    version, numbers, following = random.getstate()
    python_state = [version, list(numbers), following]
    return {"python": python_state, "numpy": numpy_state, "torch": torch.get_rng_state()}


def _set_random_state(state: dict[str, Any]) -> None:
    version, numbers, following = state["python"]
    random.setstate((version, tuple(numbers), following))
    kind, keys, place, has_gauss, gauss = state["numpy"]
    np.random.set_state((kind, np.array(keys, dtype=np.uint32), place, has_gauss, gauss))
    torch.set_rng_state(state["torch"])
