"""How unlikely the right tags are, by the scores of a linear chain (Lafferty et al., ICML 2001)."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from reader.analysis.models.decoding import IMPOSSIBLE, steps


class ChainLoss:
    """Knows which of ``tags`` may follow which."""

    def __init__(self, tags: Sequence[str]) -> None:
        barred = torch.where(torch.from_numpy(steps(tags)), 0.0, IMPOSSIBLE)
        self._steps, self._first, self._last = barred[:-1, :-1], barred[-1, :-1], barred[:-1, -1]

    def __call__(
        self, scores: torch.Tensor, lengths: torch.Tensor, right: torch.Tensor, learnt: torch.Tensor
    ) -> torch.Tensor:
        """Return the sum over units of the negative log-likelihood of ``right``.

        ``scores`` is (unit, position, tag), ``learnt`` the scores of the steps between tags.
        """
        count, longest, _ = scores.shape
        every = learnt + self._steps
        odds = every.exp()
        sums = [scores[:, 0] + self._first]
        for position in range(1, longest):
            most = sums[-1].max(dim=1, keepdim=True).values.detach()
            ways = ((sums[-1] - most).exp() @ odds).clamp_min(1e-30)
            sums.append(ways.log() + most + scores[:, position])
        ends = torch.stack(sums, dim=1)[torch.arange(count), lengths - 1] + self._last
        inside = torch.arange(longest).unsqueeze(0) < lengths.unsqueeze(1)
        words = scores.gather(2, right.unsqueeze(2)).squeeze(2) * inside
        between = every[right[:, :-1], right[:, 1:]] * inside[:, 1:]
        return ends.logsumexp(dim=1).sum() - words.sum() - between.sum()
