"""The oldest version of each dependency that reader admits has no known fault that reaches users.

The list is kept by hand, so that it can be read off-line: package, first version without the
fault, and its number.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

KNOWN_FAULTS = {
    "pdfminer.six": ("20251230", "CVE-2025-64512"),
    "urllib3": ("2.6.0", "CVE-2025-66418, CVE-2025-66471"),
    "certifi": ("2024.7.4", "CVE-2024-39689"),
    "torch": ("2.6.0", "CVE-2025-32434"),
    "filelock": ("3.20.1", "CVE-2025-68146"),
    "distributed": ("2026.1.0", "CVE-2026-23528"),
    "pyarrow": ("14.0.1", "CVE-2023-47248"),
    "aiohttp": ("3.13.3", "CVE-2025-69223"),
    "lxml": ("4.9.1", "CVE-2022-2309"),
}
PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))[
    "project"
]
REQUIRED = [
    Requirement(line)
    for lines in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for line in lines
]


def lowest(requirement: Requirement) -> Version:
    bounds = [each for each in requirement.specifier if each.operator in (">=", "==", "~=")]
    assert bounds, f"{requirement.name} has no lower bound"
    return max(Version(each.version) for each in bounds)


@pytest.mark.parametrize("requirement", REQUIRED, ids=str)
def test_the_oldest_admitted_version_has_no_known_fault(requirement: Requirement) -> None:
    oldest = lowest(requirement)
    fixed, fault = KNOWN_FAULTS.get(requirement.name, ("0", ""))
    assert oldest >= Version(fixed), fault


def test_every_fault_of_the_list_is_of_something_that_reader_needs() -> None:
    assert set(KNOWN_FAULTS) <= {each.name for each in REQUIRED}
