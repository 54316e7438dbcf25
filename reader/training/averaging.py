"""Exponential averages of a model's weights, which generalise better than its last ones.

Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch


class WeightAverage:
    """The running average of the trainable weights of ``model``.

    ``decay`` is the share of the old average kept at each step; it is smaller in the first
    steps, so that the beginning is soon forgotten.
    """

    def __init__(self, model: torch.nn.Module, decay: float) -> None:
        self._weights = {
            name: weight for name, weight in model.named_parameters() if weight.requires_grad
        }
        self._average = {name: weight.detach().clone() for name, weight in self._weights.items()}
        self._decay = decay
        self._steps = 0

    def update(self) -> None:
        """Take the weights of the model, after a step of training, into the average."""
        self._steps += 1
        decay = min(self._decay, (1 + self._steps) / (10 + self._steps))
        with torch.no_grad():
            torch._foreach_lerp_(
                list(self._average.values()),
                [weight.data for weight in self._weights.values()],
                1 - decay,
            )

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Give the model the averaged weights inside the block, and its own again after it."""
        self._swap()
        try:
            yield
        finally:
            self._swap()

    def state(self) -> dict[str, object]:
        return {"average": self._average, "steps": self._steps}

    def restore(self, state: dict[str, object]) -> None:
        """Take up an average that ``state`` gave."""
        average = state["average"]
        steps = state["steps"]
        if not isinstance(average, dict) or not isinstance(steps, int):
            raise ValueError("not the state of a weight average")
        for name, weight in average.items():
            self._average[name].copy_(weight)
        self._steps = steps

    def _swap(self) -> None:
        with torch.no_grad():
            for name, weight in self._weights.items():
                kept = weight.data.clone()
                weight.data.copy_(self._average[name])
                self._average[name].copy_(kept)
