"""The models that the user brought beside those that ship with reader, and which are in use.

They lie in a Stanza resources folder of the user's own: its ``resources.json`` lists what is
there and no more, for each language the package in use first. English has the package that ships
with reader among its own, and takes tokenizer and attribution from there in any case: Stanza's
models find names, who said what is found by reader's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.analysis.packages import (
    SHIPPED,
    STARTER,
    LanguagePackage,
    ModelError,
    languages,
    read_package,
)
from reader.whole_file import whole_file

RESOURCES = "resources.json"


@dataclass(frozen=True, slots=True)
class Installed:
    """A package of the folder; ``fault`` is a sentence where it cannot be used."""

    language: str
    name: str
    in_use: bool
    package: LanguagePackage | None
    fault: str = ""

    @property
    def shipped(self) -> bool:
        """Whether all of it ships with reader."""
        return self.package is not None and all(
            file.path.is_relative_to(STARTER) for file in self.package.files
        )


@dataclass(frozen=True, slots=True)
class Arrival:
    """Models that lie in ``folder`` as Stanza's downloader left them.

    Those of ``language`` with ``name`` finding names. ``resources`` is the language's part of
    Stanza's own list.
    """

    folder: Path
    language: str
    name: str
    version: str
    models: Sequence[tuple[str, str]]
    resources: Mapping[str, Any]


def installed(folder: Path) -> list[Installed]:
    """Return every package of ``folder``, by language, the one in use first.

    What ships with reader where the folder has none. Raises ModelError when its list is damaged.
    """
    if not (folder / RESOURCES).exists():
        return [
            Installed(language, read_package(STARTER, language).name, True, read_package(STARTER))
            for language in languages(STARTER)
        ]
    found = []
    for language, models in _read(folder).items():
        for place, name in enumerate(models.get("packages", {})):
            try:
                package = read_package(folder, language, name)
            except ModelError as error:
                found.append(Installed(language, name, place == 0, None, str(error)))
            else:
                found.append(Installed(language, name, place == 0, package))
    return found


def take_in(folder: Path, arrival: Arrival) -> None:
    """Move the files of ``arrival`` into ``folder``, list its package and put it in use.

    Raises OSError; what was in use before stays so then.
    """
    resources = _read(folder) if (folder / RESOURCES).exists() else _first()
    own = resources.setdefault(arrival.language, {"packages": {}})
    own["lang_name"] = arrival.resources.get("lang_name", arrival.language)
    for processor, name in arrival.models:
        target = folder / arrival.language / processor / f"{name}.pt"
        target.parent.mkdir(parents=True, exist_ok=True)
        (arrival.folder / arrival.language / processor / f"{name}.pt").replace(target)
        own.setdefault(processor, {})[name] = arrival.resources[processor][name]
    package: dict[str, Any] = {"ner": [arrival.name]}
    if arrival.language in languages(STARTER):
        package[SHIPPED] = True
    else:
        package["tokenize"] = next(name for use, name in arrival.models if use == "tokenize")
    own["packages"] = {arrival.name: package, **_without(own["packages"], arrival.name)}
    own["version"] = arrival.version
    _write(folder, resources)


def use(folder: Path, language: str, name: str) -> None:
    """Put a package in use for its language. Raises ModelError when there is none of this name."""
    resources = _read(folder) if (folder / RESOURCES).exists() else _first()
    packages = resources.get(language, {}).get("packages", {})
    if name not in packages:
        raise ModelError(
            f"There are no models {name} for {language}; "
            "`reader models list` lists the installed ones."
        )
    resources[language]["packages"] = {name: packages[name], **_without(packages, name)}
    _write(folder, resources)


def remove(folder: Path, language: str, name: str) -> None:
    """Take a package off the list and delete the files that no other one needs.

    Raises ModelError, for what ships with reader too; OSError.
    """
    every = installed(folder)
    found = [each for each in every if (each.language, each.name) == (language, name)]
    if not found or (folder / RESOURCES).exists() is False:
        raise ModelError(f"There are no models {name} of your own for {language}.")
    if found[0].shipped:
        raise ModelError(f"The models {name} ship with reader and cannot be removed.")
    resources = _read(folder)
    own = resources[language]
    own["packages"] = _without(own["packages"], name)
    if own["packages"]:
        kept = {
            (file.processor, file.name)
            for each in every
            if each.language == language and each.name != name and each.package
            for file in each.package.files
        }
    else:
        del resources[language]
        kept = set()
    _write(folder, resources)
    for path in sorted((folder / language).glob("*/*.pt")):
        if (path.parent.name, path.stem) not in kept:
            path.unlink()
            own.get(path.parent.name, {}).pop(path.stem, None)
    if language in resources:
        _write(folder, resources)


def _first() -> dict[str, Any]:
    """Return the list of a folder before anything came into it: what ships with reader."""
    return {
        language: {"packages": {read_package(STARTER, language).name: {SHIPPED: True}}}
        for language in languages(STARTER)
    }


def _without(packages: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {each: package for each, package in packages.items() if each != name}


def _read(folder: Path) -> dict[str, Any]:
    path = folder / RESOURCES
    try:
        resources = json.loads(path.read_bytes())
        return {
            language: models
            for language, models in resources.items()
            if isinstance(models, dict) and isinstance(models.get("packages"), dict)
        }
    except (OSError, ValueError, AttributeError) as error:
        raise ModelError(f"{path} is damaged; remove it and install the models again.") from error


def _write(folder: Path, resources: Mapping[str, Any]) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # English first: the first language is the one taken for texts too short to tell.
    first = languages(STARTER)
    ordered = {key: resources[key] for key in (*first, *resources) if key in resources}
    written = json.dumps(ordered, ensure_ascii=False, indent=1)
    with whole_file(folder / RESOURCES) as file:
        file.write(written.encode())
