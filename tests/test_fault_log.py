from __future__ import annotations

import os
import stat

import pytest

from reader.errors import ReaderError
from reader.fault_log import INTERNAL_ERROR, NOTES_ARE_SAFE, FaultLog
from reader.log_file import LONGEST


def raised(fault):
    with pytest.raises(type(fault)) as caught:
        raise fault
    return caught.value


def test_a_fault_that_nobody_expected_is_reported_in_a_sentence_and_its_details_kept(tmp_path):
    log = FaultLog(tmp_path / "cache" / "fault.log")
    sentence = log.describe("comparing two versions", raised(ZeroDivisionError("[b] on purpose")))
    assert sentence.startswith(
        f"Comparing two versions failed ({INTERNAL_ERROR}). {NOTES_ARE_SAFE}"
    )
    assert str(log.path) in sentence
    written = log.path.read_text()
    assert "comparing two versions, reader " in written
    assert "in raised" in written
    assert "ZeroDivisionError: [b] on purpose" in written


def test_an_expected_fault_says_itself_what_is_wrong(tmp_path):
    log = FaultLog(tmp_path / "fault.log")
    assert log.describe("opening", raised(ReaderError("It is gone."))) == "It is gone."
    assert not log.path.exists()


def test_what_the_system_refused_is_named(tmp_path):
    log = FaultLog(tmp_path / "fault.log")
    sentence = log.describe("keeping a text", raised(OSError(28, "No space left on device")))
    assert sentence.startswith(f"Keeping a text failed (No space left on device). {NOTES_ARE_SAFE}")
    assert "Errno 28" in log.path.read_text()


def test_the_home_folder_is_written_as_people_do(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    sentence = FaultLog(tmp_path / "fault.log").describe("reading", raised(ValueError()))
    assert "~/fault.log" in sentence


def test_each_fault_is_kept_beside_the_ones_before_it(tmp_path):
    log = FaultLog(tmp_path / "fault.log")
    log.describe("one", raised(ValueError("first")))
    log.describe("two", raised(ValueError("second \ud800")))
    written = log.path.read_text()
    assert written.index("first") < written.index("second \\ud800")


def test_a_long_log_begins_again(tmp_path):
    log = FaultLog(tmp_path / "fault.log")
    log.path.write_text("old" * LONGEST)
    log.describe("one", raised(ValueError("new")))
    assert "old" not in log.path.read_text()
    assert "new" in log.path.read_text()


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
def test_only_its_owner_can_read_the_log(tmp_path):
    log = FaultLog(tmp_path / "fault.log")
    log.describe("one", raised(ValueError("words of a note")))
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    sentence = FaultLog(tmp_path / "file" / "fault.log").describe("reading", raised(ValueError()))
    assert f"{NOTES_ARE_SAFE}; the details could not be written to" in sentence
