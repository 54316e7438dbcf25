"""Finds and checks a folder of Stanza models, without importing Stanza.

A package is a Stanza resources folder: ``resources.json`` names, for each language, the models
of each processor, and ``<language>/<processor>/<model>.pt`` holds them. reader needs a tokenizer
and at least one NER model. One that says ``"reads": ["entities", "attribution"]`` finds names as
well as sources, cues and contents of quotations; else the model called "attribution" finds the
latter, the first other one names. A package that says ``"shipped": true`` takes from
the models that ship with reader what it does not name itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reader.analysis.findings import ModelStamp
from reader.errors import ReaderError
from reader.shipped import STARTER as STARTER
from reader.version import __version__

ENTITIES = "entities"
ATTRIBUTION = "attribution"
SHIPPED = "shipped"
DEFAULT = "default"
"""What Stanza calls a language's package; in a folder without one the first is in use."""


class ModelError(ReaderError):
    """Models that cannot be used; the message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One model of a package.

    ``md5`` is the checksum that resources.json gives, "" for none; ``needs`` are the processor and
    name of other files it is loaded with; ``reads`` what a model that gives several kinds of tags
    finds.
    """

    processor: str
    name: str
    path: Path
    size: int
    md5: str = ""
    needs: tuple[tuple[str, str], ...] = ()
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class LanguagePackage:
    """The models of one language in a package folder.

    ``files`` holds every file that loading needs, vectors and character models included.
    """

    folder: Path
    name: str
    version: str
    language: str
    tokenizer: str
    entities: str | None
    attribution: str | None
    files: tuple[ModelFile, ...]

    @property
    def own(self) -> bool:
        """Whether every file lies in the package's own folder, as Stanza looks for them."""
        return all(file.path.is_relative_to(self.folder) for file in self.files)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    def file(self, processor: str, name: str) -> ModelFile:
        """Return the file of one model; KeyError when the package has none of this name."""
        for file in self.files:
            if (file.processor, file.name) == (processor, name):
                return file
        raise KeyError(f"{processor}/{name}")

    @property
    def taggers(self) -> tuple[str, ...]:
        """The names of the NER models, entities first, in the order they are to be loaded."""
        names = (self.entities, self.attribution)
        return tuple(dict.fromkeys(name for name in names if name is not None))


def read_package(
    folder: Path, language: str | None = None, name: str | None = None
) -> LanguagePackage:
    """Return the models in ``folder`` for ``language``, or for its first language with models.

    ``name`` is one of the language's packages, by default the one in use. Every file is checked
    to be there and not empty; none is read. Raises ModelError.
    """
    resources = _resources(folder)
    every = languages(folder)
    if language is None:
        language = every[0]
    if language not in every:
        raise ModelError(f"The models in {folder} are not for the language {language}.")
    try:
        return _language_package(folder, language, resources, name)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"{folder / 'resources.json'} does not list its models as Stanza does; "
            "install the models again or choose another folder."
        ) from error


def languages(folder: Path) -> tuple[str, ...]:
    """Return the languages that ``folder`` has a tokenizer for.

    Raises ModelError when it has none.
    """
    resources = _resources(folder)
    known = tuple(
        language
        for language, models in resources.items()
        if isinstance(models, dict) and (models.get("tokenize") or _takes_shipped(models))
    )
    if not known:
        raise ModelError(
            f"{folder / 'resources.json'} lists no models; "
            "install the models again or choose another folder."
        )
    return known


def stamp_of_all(folder: Path) -> dict[str, ModelStamp]:
    """Return what finds things with all the models in ``folder``.

    The stamp of its first language, and those of further ones by their code ("entities de"). Raises
    ModelError.
    """
    first, *others = languages(folder)
    every = stamp(folder, first)
    for language in others:
        own = stamp(folder, language)
        every |= {f"{use} {language}": made for use, made in own.items() if use != "quotes"}
    return every


def stamp(folder: Path, language: str | None = None) -> dict[str, ModelStamp]:
    """Return what finds "entities", "attribution" and "quotes" with the models in ``folder``.

    The hashes are made of the checksums in resources.json, which hold because loading compares
    them with the files, so that no model need be read for them; a model without a checksum is
    identified by its size and when it was written. That of the quotes changes with the rules.
    Raises ModelError.
    """
    package = read_package(folder, language)
    tokenizer = [file for file in package.files if file.processor == "tokenize"]
    stamps = {}
    for use, name in (("entities", package.entities), (ATTRIBUTION, package.attribution)):
        if name is None:
            continue
        own = [file for file in package.files if (file.processor, file.name) == ("ner", name)]
        own += [package.file(*each) for each in own[0].needs]
        source = package
        if not own[0].path.is_relative_to(folder):
            source = read_package(STARTER, package.language)
        stamps[use] = ModelStamp(source.name, source.version, _hash_of(own + tokenizer))
    stamps["quotes"] = rules_stamp()
    return stamps


def rules_stamp() -> ModelStamp:
    """Return the rules for quotes, names and figures, which are code, as a model of their own."""
    return ModelStamp("reader", __version__, _rules_hash())


def damaged(package: LanguagePackage) -> list[ModelFile]:
    """Return the files whose bytes are not those that resources.json gives a checksum of.

    Reads every file: some tenths of a second. Raises ModelError when one cannot be read.
    """
    wrong = []
    for file in package.files:
        try:
            with file.path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "md5").hexdigest()
        except OSError as error:
            raise ModelError(f"The model {file.path} cannot be read: {error.strerror}.") from error
        if file.md5 and digest != file.md5:
            wrong.append(file)
    return wrong


def _resources(folder: Path) -> dict[str, Any]:
    path = folder / "resources.json"
    if not folder.is_dir():
        raise ModelError(
            f"There is no folder of models at {folder}; "
            "name another in config.toml or install reader again."
        )
    try:
        resources = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise ModelError(
            f"{folder} holds no Stanza models (it has no resources.json); "
            "name another folder in config.toml or install reader again."
        ) from error
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ModelError(
            f"{path} is damaged (it is not JSON); install the models again."
        ) from error
    if not isinstance(resources, dict):
        raise ModelError(f"{path} is damaged (it is no table); install the models again.")
    return resources


def _takes_shipped(models: dict[str, Any]) -> bool:
    packages = models.get("packages")
    chosen = next(iter(packages.values()), None) if isinstance(packages, dict) else None
    return isinstance(chosen, dict) and chosen.get(SHIPPED) is True


def _language_package(
    folder: Path, language: str, resources: dict[str, Any], name: str | None
) -> LanguagePackage:
    models = resources[language]
    packages = models["packages"]
    if name is None:
        name = DEFAULT if DEFAULT in packages else list(packages)[0]  # noqa: RUF015
    chosen = packages[name]
    shipped = read_package(STARTER, language) if chosen.get(SHIPPED) is True else None
    taggers = _names(chosen.get("ner", ()))
    entities = _first_reading(ENTITIES, taggers, models)
    attribution = _first_reading(ATTRIBUTION, taggers, models)
    wanted = [("ner", tagger) for tagger in (entities, attribution) if tagger is not None]
    others = entities is not None
    if shipped is None:
        tokenizer = _names(chosen["tokenize"])[0]
        wanted.insert(0, ("tokenize", tokenizer))
    files = tuple(_files(folder / language, models, wanted))
    version = str(models.get("version") or resources.get("version", "1"))
    if shipped is not None:
        tokenizer, attribution = shipped.tokenizer, shipped.attribution
        if entities is None:
            entities, version = shipped.entities, shipped.version
        taken = {("tokenize", tokenizer), ("ner", attribution)}
        taken |= {("ner", shipped.entities)} if not others else set()
        files += tuple(file for file in shipped.files if (file.processor, file.name) in taken)
    return LanguagePackage(folder, name, version, language, tokenizer, entities, attribution, files)


def _first_reading(use: str, taggers: list[str], models: dict[str, Any]) -> str | None:
    """Return the first of ``taggers`` that finds what ``use`` names."""
    for tagger in taggers:
        usual = [ATTRIBUTION if tagger == ATTRIBUTION else ENTITIES]
        if use in (models["ner"][tagger].get("reads") or usual):
            return tagger
    return None


def _names(names: Any) -> list[str]:
    """Return the model names of a package's entry.

    Stanza writes one name, a list, or names with ;.
    """
    if isinstance(names, str):
        return [name.strip() for name in names.replace(",", ";").split(";") if name.strip()]
    return [str(name) for name in names]


def _files(
    folder: Path, models: dict[str, Any], wanted: list[tuple[str, str]]
) -> Iterator[ModelFile]:
    """Yield the files of ``wanted`` and of what they depend on, each once."""
    seen: set[tuple[str, str]] = set()
    waiting = list(wanted)
    while waiting:
        processor, name = waiting.pop(0)
        if (processor, name) in seen:
            continue
        seen.add((processor, name))
        entry = models[processor][name]
        path = folder / processor / f"{name}.pt"
        needed = entry.get("dependencies") or ()
        needs = tuple((str(other["model"]), str(other["package"])) for other in needed)
        reads = tuple(str(use) for use in entry.get("reads") or ())
        md5 = str(entry.get("md5", ""))
        yield ModelFile(processor, name, path, _size(path), md5, needs, reads)
        waiting += needs


def _size(path: Path) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ModelError(f"The model {path} is missing; install the models again.") from error
    if not size:
        raise ModelError(f"The model {path} is empty; install the models again.")
    return size


def _hash_of(files: list[ModelFile]) -> str:
    content = "\n".join(
        f"{file.processor}/{file.name} {file.size} {file.md5} {_written(file)}" for file in files
    )
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def _written(file: ModelFile) -> str:
    """Return when a model was last written, for those without a checksum."""
    return "" if file.md5 else str(file.path.stat().st_mtime_ns)


def forget_rules() -> None:
    """Have the next stamp made of the rules as they are on the disk by then."""
    _rules_hash.cache_clear()


@cache
def _rules_hash() -> str:
    """Of the code that findings come from: this room's and that of the text room below."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for folder in (here, here.parent / "text"):
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:32]
