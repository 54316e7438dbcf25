"""A bidirectional LSTM over rows of unlike lengths, each direction run on padded rows.

PyTorch has a fast kernel for padded rows and a slow one for packed sequences, but padding
would come first when a row is read backwards. So each row is turned round by itself: its
padding stays behind it in both directions and changes nothing.
"""

from __future__ import annotations

from typing import Any

import torch


class TwoWayLstm:
    """The layers of a ``torch.nn.LSTM``, bidirectional and batch first, sharing its weights."""

    def __init__(self, lstm: Any) -> None:
        self._layers = []
        for number in range(lstm.num_layers):
            width = lstm.input_size if number == 0 else 2 * lstm.hidden_size
            self._layers.append(
                tuple(
                    _one_way(lstm, width, f"_l{number}{direction}")
                    for direction in ("", "_reverse")
                )
            )

    @staticmethod
    def fits(lstm: Any) -> bool:
        return (
            isinstance(lstm, torch.nn.LSTM)
            and lstm.bidirectional
            and lstm.bias
            and lstm.batch_first
            and not lstm.proj_size
        )

    def __call__(
        self,
        rows: torch.Tensor,
        lengths: list[int],
        start: tuple[torch.Tensor, torch.Tensor] | None = None,
    ) -> torch.Tensor:
        """Return the outputs for ``rows`` (row, position, feature); those of padding mean nothing.

        ``start`` holds hidden and cell state as ``torch.nn.LSTM`` takes them, zeros if None.
        """
        turned = _turned(torch.tensor(lengths), rows.shape[1])
        for number, directions in enumerate(self._layers):
            outputs = []
            for way, lstm in enumerate(directions):
                states = None
                if start is not None:
                    place = 2 * number + way
                    states = (start[0][place : place + 1], start[1][place : place + 1])
                read = rows if way == 0 else _rearranged(rows, turned)
                output, _ = lstm(read, states)
                outputs.append(output if way == 0 else _rearranged(output, turned))
            rows = torch.cat(outputs, dim=2)
        return rows


def _one_way(lstm: Any, width: int, suffix: str) -> torch.nn.LSTM:
    own = torch.nn.LSTM(width, lstm.hidden_size, batch_first=True, device="meta")
    for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
        setattr(own, f"{name}_l0", getattr(lstm, f"{name}{suffix}"))
    own._flat_weights = [getattr(own, name) for name in own._flat_weights_names]
    return own.eval()


def _turned(lengths: torch.Tensor, width: int) -> torch.Tensor:
    """Return for each row the positions of its content backwards, then those of its padding."""
    positions = torch.arange(width).unsqueeze(0)
    ends = lengths.unsqueeze(1)
    return torch.where(positions < ends, ends - 1 - positions, positions)


def _rearranged(rows: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    count, width, features = rows.shape
    flat = places + torch.arange(count).unsqueeze(1) * width
    return rows.reshape(count * width, features)[flat.reshape(-1)].view(count, width, features)
