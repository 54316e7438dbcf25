from __future__ import annotations

import subprocess

import pytest

pytestmark = [pytest.mark.end_to_end, pytest.mark.xdist_group("end_to_end")]


def test_the_program_is_the_installed_one_and_not_the_checkout(installed):
    where = subprocess.run(
        [installed / "python", "-P", "-c", "import reader; print(reader.__file__)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert where.startswith(str(installed.parent))


def test_the_wheel_brings_models_styles_and_seeds(installed):
    (package,) = installed.parent.glob("lib/python*/site-packages/reader")
    assert (package / "analysis" / "starter" / "resources.json").is_file()
    assert list((package / "analysis" / "starter").rglob("*.pt"))
    assert list((package / "_data" / "styles").glob("*.tcss"))
    assert (package / "_data" / "seeds" / "harbour-wire.txt").is_file()
    assert (package / "_data" / "seeds" / "guide.json").is_file()


def test_version_and_help(user):
    version = user.run("--version")
    assert version.returncode == 0
    assert version.stdout.startswith("reader ")
    help_ = user.run("--help")
    assert help_.returncode == 0
    assert "export" in help_.stdout


def test_doctor_examines_the_installation(user):
    report = user.run("doctor")
    assert report.returncode in (0, 1), report.stderr
    assert "Traceback" not in report.stdout + report.stderr
    assert str(user.notes) in report.stdout
