"""A server is not asked too often."""

from __future__ import annotations

import pytest

from reader.article.article import ArticleError
from reader.article.pace import Pace, duration
from reader.article.refusals import refusal, seconds_until


def test_pages_of_one_server_come_one_after_the_other() -> None:
    pace = Pace(apart=100.0)
    assert pace.turn("a.example") == 0
    assert pace.turn("b.example") == 0
    assert 90 < pace.turn("a.example") <= 100
    assert 190 < pace.turn("a.example") <= 200


def test_a_server_that_wants_to_be_left_alone() -> None:
    pace = Pace()
    pace.hold("a.example", 100)
    with pytest.raises(ArticleError, match=r"^a\.example wants to be asked again only in 2 min"):
        pace.turn("a.example")
    assert pace.turn("b.example") == 0
    pace.hold("a.example", 0)
    assert pace.turn("a.example") == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1 second"), (1, "1 second"), (40.2, "41 seconds"), (120, "2 minutes"),
     (3600, "60 minutes"), (7200, "2 hours")],
)  # fmt: skip
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_when_to_ask_again() -> None:
    assert seconds_until("120") == 120
    assert seconds_until("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    far = seconds_until("Wed, 21 Oct 2099 07:28:00 GMT")
    assert far is not None
    assert far > 1e9
    assert seconds_until("soon") is None
    assert seconds_until("") is None
    assert refusal(429, 120).endswith("(429); try again in 2 minutes")
    assert refusal(503, None).endswith("(503); try again later")
