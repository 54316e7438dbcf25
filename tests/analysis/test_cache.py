from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from reader.analysis.cache import FindingsCache
from reader.analysis.findings import Entity, Findings, ModelStamp
from reader.text.span import Span

STAMP = {"entities": ModelStamp("starter", "1", "aa"), "quotes": ModelStamp("reader", "1", "bb")}


def findings(fingerprint: str, name: str = "Ada Holm") -> Findings:
    return Findings(
        fingerprint=fingerprint,
        language="en",
        entities=(Entity("e", 0, len(name), name, "Person", "person", name),),
        tokens=tuple(Span(place, place + 1) for place in range(200)),
    )


@pytest.fixture
def cache(tmp_path: Path) -> FindingsCache:
    return FindingsCache(tmp_path / "cache" / "findings")


def entries(cache: FindingsCache) -> list[Path]:
    return sorted(path for path in cache.folder.iterdir())


def test_findings_are_kept_by_text(cache: FindingsCache) -> None:
    assert cache.load("sha256:1", STAMP) is None
    assert cache.save(findings("sha256:1"), STAMP)
    assert cache.save(findings("sha256:2", "Bo \ud800 Lie"), STAMP)
    assert FindingsCache(cache.folder).load("sha256:1", STAMP) == findings("sha256:1")
    assert cache.load("sha256:2", dict(reversed(STAMP.items()))) == findings(
        "sha256:2", "Bo \ud800 Lie"
    )


@pytest.mark.parametrize(
    "other",
    [
        {**STAMP, "entities": ModelStamp("starter", "1", "cc")},
        {**STAMP, "quotes": ModelStamp("reader", "2", "bb")},
        {"quotes": STAMP["quotes"]},
        {},
    ],
)
def test_other_models_and_rules_never_meet_old_findings(
    cache: FindingsCache, other: dict[str, ModelStamp]
) -> None:
    cache.save(findings("sha256:1"), STAMP)
    assert cache.load("sha256:1", other) is None


@pytest.mark.parametrize("damage", [b"", b"not compressed", b"\x78\x9c\x03\x00\x00\x00\x00\x01"])
def test_a_damaged_entry_is_a_miss_and_is_replaced(cache: FindingsCache, damage: bytes) -> None:
    cache.save(findings("sha256:1"), STAMP)
    (entry,) = entries(cache)
    entry.write_bytes(damage)
    assert cache.load("sha256:1", STAMP) is None
    cache.save(findings("sha256:1"), STAMP)
    assert cache.load("sha256:1", STAMP) == findings("sha256:1")
    assert entries(cache) == [entry]


def test_an_entry_cut_short_or_with_a_byte_changed_is_never_taken_for_findings(
    cache: FindingsCache,
) -> None:
    cache.save(findings("sha256:1"), STAMP)
    (entry,) = entries(cache)
    whole = entry.read_bytes()
    for place in range(len(whole)):
        entry.write_bytes(whole[:place])
        assert cache.load("sha256:1", STAMP) is None
        # The two first bytes only tell how it was compressed; the sum at the end guards the rest.
        if place >= 2:
            entry.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
            assert cache.load("sha256:1", STAMP) in (None, findings("sha256:1"))


def test_an_entry_under_the_wrong_name_is_a_miss(cache: FindingsCache) -> None:
    cache.save(findings("sha256:1"), STAMP)
    (one,) = entries(cache)
    content = one.read_bytes()
    cache.save(findings("sha256:2"), STAMP)
    (two,) = (path for path in entries(cache) if path != one)
    two.write_bytes(content)
    assert cache.load("sha256:2", STAMP) is None


def test_only_the_owner_can_read_the_entries(cache: FindingsCache) -> None:
    cache.save(findings("sha256:1"), STAMP)
    (entry,) = entries(cache)
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700


def test_those_not_used_longest_are_dropped_first(cache: FindingsCache) -> None:
    cache.save(findings("sha256:0"), STAMP)
    size = entries(cache)[0].stat().st_size
    small = FindingsCache(cache.folder, most_bytes=int(3.5 * size))
    for number in (1, 2):
        small.save(findings(f"sha256:{number}"), STAMP)
    for age, path in enumerate(entries(cache)):
        os.utime(path, (1000 + age, 1000 + age))
    first = next(
        number
        for number in range(3)
        if cache._path(f"sha256:{number}", STAMP).stat().st_mtime == 1000
    )
    assert small.load(f"sha256:{first}", STAMP) is not None
    small.save(findings("sha256:3"), STAMP)
    assert len(entries(cache)) == 3
    assert small.load(f"sha256:{first}", STAMP) is not None
    assert small.load("sha256:3", STAMP) is not None


def test_what_was_just_saved_stays_however_large(tmp_path: Path) -> None:
    tiny = FindingsCache(tmp_path, most_bytes=10)
    tiny.save(findings("sha256:1"), STAMP)
    tiny.save(findings("sha256:2"), STAMP)
    assert tiny.load("sha256:1", STAMP) is None
    assert tiny.load("sha256:2", STAMP) is not None


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    cache = FindingsCache(blocked / "findings")
    assert not cache.save(findings("sha256:1"), STAMP)
    assert cache.load("sha256:1", STAMP) is None
