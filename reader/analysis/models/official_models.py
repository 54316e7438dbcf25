"""Brings Stanza's official models, with Stanza's own downloader.

Importing this imports Stanza and PyTorch: some seconds, for the two commands that need it. What
came whole stays in a folder of its own until all is there, so that a download that was cut off
goes on where it stopped and never touches the models in use.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import requests
import stanza
from stanza.resources import common

from reader.analysis.installed_models import Arrival
from reader.analysis.language import language_name
from reader.analysis.packages import DEFAULT, STARTER, ModelError, languages

OFFICIAL = str(common.DEFAULT_RESOURCES_URL)
ANSWER_TIMEOUT = 30.0
"""Seconds that a server may be silent."""
COMING = ".coming"
_DIRECT = {"reader": ""}
"""Proxies for no scheme: with any named, Stanza fetches a file itself, where otherwise it would
go by way of a second cache of the same size.
"""

OnProgress = Callable[[str, int, int], None]
"""Called with a file's name, the bytes that came and those to come in all (0: not known)."""


@dataclass(frozen=True, slots=True)
class Available:
    """A language that Stanza has models of names for: their packages, the default first."""

    language: str
    name: str
    packages: tuple[str, ...]


def available(address: str = OFFICIAL, *, folder: Path) -> list[Available]:
    """Return what can be installed; ``folder`` is used for Stanza's list. Raises ModelError."""
    coming = folder / COMING
    resources = _list_of_models(address, coming)
    with contextlib.suppress(OSError):
        (coming / "resources.json").unlink()
        coming.rmdir()  # unless models of a download that was cut off are in it
    found = []
    for code, models in sorted(resources.items()):
        packages = _packages(models)
        if packages:
            found.append(Available(code, str(models.get("lang_name", code)), packages))
    return found


def fetch(
    language: str, name: str | None, folder: Path, on_progress: OnProgress, address: str = OFFICIAL
) -> Arrival:
    """Download the models of ``language`` with the package ``name`` of names, by default Stanza's.

    Into a folder inside ``folder``; to be taken in from there.

    For a language that reader ships models for, those of names alone are brought; for others the
    tokenizer too. Raises ModelError.
    """
    coming = folder / COMING
    resources = _list_of_models(address, coming)
    language, models = _of_language(resources, language)
    packages = _packages(models)
    if not packages or models is None:
        raise ModelError(
            f"Stanza has no models of names for {language_name(language)}; "
            "`reader models list --available` names the languages it has."
        )
    chosen = packages[0] if name is None else name
    if chosen not in packages:
        raise ModelError(
            f"Stanza has no models {chosen} for {language_name(language)}; "
            f"it has {', '.join(packages)}."
        )
    processors = {"ner": chosen}
    if language not in languages(STARTER):
        processors["tokenize"] = _tokenizer(models)
    brought = _download(language, processors, coming, on_progress)
    version = str(common.DEFAULT_RESOURCES_VERSION)
    return Arrival(coming, language, chosen, version, brought, models)


def cleared(folder: Path) -> None:
    """Delete what is left of downloads once all is taken in."""
    shutil.rmtree(folder / COMING, ignore_errors=True)


def _packages(models: Any) -> tuple[str, ...]:
    """Return the packages of names, the default first.

    None for an alias and what is no language.
    """
    if not isinstance(models, dict) or not isinstance(models.get("ner"), dict):
        return ()
    usual = _usual(models, "ner")
    every = [name for name in models["ner"] if isinstance(models["ner"][name], dict)]
    first = [usual] if usual in every else []
    return (*first, *(name for name in every if name not in first))


def _usual(models: Mapping[str, Any], processor: str) -> str:
    """Return the package of ``processor`` that is used where none is named; "" where none is."""
    packages = models.get("packages")
    default = packages.get(DEFAULT) if isinstance(packages, dict) else None
    usual = default.get(processor) if isinstance(default, dict) else None
    return usual if isinstance(usual, str) else ""


def _of_language(resources: Mapping[str, Any], language: str) -> tuple[str, Any]:
    """Return a language and its models, behind all other names of it.

    Raises ModelError for a circle.
    """
    passed = {language}
    models = resources.get(language)
    while isinstance(models, dict) and "alias" in models:
        language = str(models["alias"])
        if language in passed:
            raise ModelError(
                f"The list of models calls {language} by names that lead back to each "
                "other; use the list of another server."
            )
        passed.add(language)
        models = resources.get(language)
    if isinstance(models, dict):
        _refuse_circles(models)
    return language, models


def _refuse_circles(models: Mapping[str, Any]) -> None:
    """ModelError where models need each other in a circle, or what they need is no list."""
    done: set[tuple[str, str]] = set()

    def follow(each: tuple[str, str], above: tuple[tuple[str, str], ...]) -> None:
        if each in above:
            raise ModelError(
                f"The list of models has {each[0]} {each[1]} depend on itself; use the list of "
                "another server."
            )
        if each not in done:
            done.add(each)
            for needed in _needed(models, *each):
                follow(needed, (*above, each))

    for processor, packages in models.items():
        for package in packages if isinstance(packages, dict) else ():
            follow((processor, package), ())


def _needed(models: Mapping[str, Any], processor: str, package: str) -> list[tuple[str, str]]:
    packages = models.get(processor)
    about = packages.get(package) if isinstance(packages, dict) else None
    rows = about.get("dependencies") if isinstance(about, dict) else None
    return [
        (str(row.get("model")), str(row.get("package")))
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict)
    ]


_PLAIN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*+")


def is_plain_name(name: str) -> bool:
    """Return whether ``name`` can be that of a file in the folder of models and no other."""
    return _PLAIN_NAME.fullmatch(name) is not None


def _names(resources: Mapping[str, Any]) -> Iterator[str]:
    """Yield every name in a list of models that becomes one of a file or a folder."""
    for language, models in resources.items():
        yield language
        if not isinstance(models, dict):
            continue
        yield str(models.get("alias", language))
        for processor, packages in models.items():
            if not isinstance(packages, dict):
                continue
            yield processor
            for package in packages:
                yield package
                for needed in _needed(models, processor, package):
                    yield from needed


def _tokenizer(models: Mapping[str, Any]) -> str:
    usual = _usual(models, "tokenize")
    given = models.get("tokenize")
    known = given if isinstance(given, dict) else {}
    if usual in known:
        return usual
    if not known:
        raise ModelError("Stanza's list names no tokenizer for this language.")
    return str(next(iter(known)))


def _list_of_models(address: str, coming: Path) -> dict[str, Any]:
    """Stanza's list of models, written where its downloader looks for it."""
    with _model_faults(address), _fetching(None), common.logging_level_context(None, False):
        coming.mkdir(mode=0o700, parents=True, exist_ok=True)
        common.download_resources_json(
            model_dir=str(coming), resources_url=address.rstrip("/"), proxies=_DIRECT
        )
    try:
        resources = json.loads((coming / "resources.json").read_bytes())
    except ValueError:
        resources = None
    if (
        not isinstance(resources, dict)
        or not isinstance(resources.get("url", ""), str)
        or not all(map(is_plain_name, _names(resources)))
    ):
        (coming / "resources.json").unlink(missing_ok=True)
        raise ModelError(f"{address} does not give a list of Stanza's models.")
    return resources


def _download(
    language: str, processors: Mapping[str, str], coming: Path, on_progress: OnProgress
) -> list[tuple[str, str]]:
    """Return the models that came, as processor and name."""
    address = "the address in Stanza's list"
    with contextlib.suppress(OSError, ValueError, AttributeError):
        address = str(json.loads((coming / "resources.json").read_bytes()).get("url") or address)
    with _model_faults(address), _fetching(on_progress):
        brought = stanza.download(
            language,
            model_dir=str(coming),
            package=None,
            processors=dict(processors),
            verbose=False,
            proxies=_DIRECT,
            download_json=False,
        )
    return [(str(processor), str(name)) for processor, name in brought]


@contextlib.contextmanager
def _fetching(on_progress: OnProgress | None) -> Iterator[None]:
    """Has Stanza's downloader ask with a limit of time.

    Take no error page for a model, and tell how far it is.
    """
    kept = common.requests
    common.requests = SimpleNamespace(get=functools.partial(_get, on_progress))
    try:
        yield
    finally:
        common.requests = kept


def _get(on_progress: OnProgress | None, address: str, **more: Any) -> Any:
    answer = requests.get(address, timeout=ANSWER_TIMEOUT, **more)
    answer.raise_for_status()
    if on_progress is None:
        return answer
    name = urlsplit(address).path.rpartition("/")[2]
    size = int(answer.headers.get("content-length") or 0)

    def chunks(**how: Any) -> Iterator[bytes]:
        came = 0
        for chunk in answer.iter_content(**how):
            came += len(chunk)
            on_progress(name, came, size)
            yield chunk
        if came < size:
            raise requests.exceptions.ConnectionError(f"{name} broke off")

    return SimpleNamespace(
        headers=answer.headers, status_code=answer.status_code, iter_content=chunks
    )


@contextlib.contextmanager
def _model_faults(address: str) -> Iterator[None]:
    """Turn what goes wrong in a download into one sentence, and delete a damaged model."""
    host = address
    with contextlib.suppress(ValueError):
        host = urlsplit(address).hostname or address
    try:
        yield
    except requests.exceptions.HTTPError as error:
        code = error.response.status_code if error.response is not None else "?"
        raise ModelError(
            f"{host} answered {code} when asked for Stanza's models; "
            "check the address, or try again later."
        ) from error
    except requests.exceptions.Timeout as error:
        raise ModelError(
            f"{host} did not answer within {ANSWER_TIMEOUT:.0f} seconds; try again later."
        ) from error
    except (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
        raise ModelError(
            f"{host} cannot be reached, or the connection broke. Models come from there: go "
            "online and try again; what was downloaded is kept."
        ) from error
    except requests.exceptions.RequestException as error:
        raise ModelError(f"{address} is not an address to download models from.") from error
    except ValueError as error:
        raise ModelError(_checksum_message(error)) from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = (
            "the disk is full; free some space"
            if full
            else f"{error.strerror or error}; correct that"
        )
        raise ModelError(
            f"The models cannot be written: {why} and try again; what was downloaded is kept."
        ) from error


def _checksum_message(error: ValueError) -> str:
    """Stanza's words for a wrong checksum are “md5 for PATH is …, expected …”."""
    message = str(error)
    path = message.removeprefix("md5 for ").partition(" is ")[0]
    if not message.startswith("md5 for "):
        return (
            "The models cannot be downloaded: what the server answers is not what Stanza expects. "
            "Try again later, or check the address after --from."
        )
    Path(path).unlink(missing_ok=True)
    return (
        f"{Path(path).name} came damaged (its checksum is not the one that Stanza's list gives); "
        "try again; what was downloaded whole is kept."
    )
