"""Reads config.toml, the environment and the platform's folders into one plain value.

Rooms are handed values from here; none of them reads the file. An unknown section or key is
reported with the nearest known one, a wrong type with what was expected: a setting that is
silently ignored is a note lost in the wrong file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reader.config_values import (
    ConfigError,
    table_in,
    text_in,
    texts_in,
    weights_in,
    whole_in,
    yes_in,
)
from reader.errors import ReaderError
from reader.readable_path import from_home
from reader.shipped import STARTER, shipped_folder

if TYPE_CHECKING:
    from reader.article.network import Network
    from reader.desk.library import Library
    from reader.exchange.export_options import ExportOptions
    from reader.review.checkworthiness import DeskWords
    from reader.review.scales import Scale

APP = "reader"
NOTES_FILE = "annotations.json"
FAULT_LOG = "fault.log"
FIRST_SEED = "harbour-wire.txt"
CHECKLIST = (
    "Original source found",
    "Date is right",
    "Quoted in context",
    "Figures checked against their source",
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes a fact-check, as ClaimReview names its author."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class LabelKind:
    """One label of the user's own tagset: its layer and type, hotkey, colour, guideline."""

    layer: str
    type: str
    key: str = ""
    colour: str = ""
    guideline: str = ""


IN_BROWSER = "READER_IN_BROWSER"
"""The variable with which ``reader serve`` starts the app for a tab."""


@dataclass(frozen=True)
class Settings:
    """All that the user, the environment and the platform settle before the start.

    ``scale`` names the verdict scale in use ("" is the first shipped one), ``scales`` are the
    user's own, ``checklist`` the steps that a team wants done for every claim.
    ``package`` is the folder of the Stanza package in use, ``seed`` the article of a first
    start. ``keys`` maps a command's id to its keys; ``colours`` a tag to a colour; ``offline``
    forbids every connection. With ``shared_engine`` all terminals have one process that finds
    names. Without ``animations`` nothing glides or blinks; ``terminal_cursor`` shows the
    terminal's own cursor, for magnifiers and braille displays that follow no hidden one.
    ``look_only`` is for people who look on: beyond ``read_only``, commands that change or write
    anything are refused. ``in_browser`` draws for a tab of ``reader serve``, which is at the other
    end of the pipes. ``theme`` "" and
    ``measure`` 0 (columns) leave the choice to what was last chosen.
    """

    config_file: Path
    notes: Path
    data_folder: Path
    cache_folder: Path
    package: Path
    me: str = ""
    publisher: Publisher | None = None
    seed: Path | None = None
    theme: str = ""
    measure: int = 0
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    colours: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    labels: tuple[LabelKind, ...] = ()
    scale: str = ""
    scales: tuple[Scale, ...] = ()
    checklist: tuple[str, ...] = CHECKLIST
    blind: bool = False
    bell: bool = False
    animations: bool = True
    terminal_cursor: bool = False
    private: bool = False
    read_only: bool = False
    look_only: bool = False
    in_browser: bool = False
    offline: bool = False
    shared_engine: bool = False
    worth: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def desk_words(self) -> DeskWords:
        """Words that the desk gives weights of its own when it orders what to check."""
        from reader.review.checkworthiness import DeskWords

        own = self.data_folder / "worth"
        return DeskWords(self.worth, own) if own.is_dir() else DeskWords(self.worth)

    @property
    def network(self) -> Network:
        """What opening an article may do with the network."""
        return self.library.network(offline=self.offline)

    @property
    def given(self) -> ExportOptions:
        """What formats of exchange need to know: the tagset and who publishes."""
        from reader.exchange.export_options import ExportOptions, Tag

        named = self.publisher
        return ExportOptions(
            tagset=tuple(Tag(each.layer, each.type, each.colour) for each in self.labels),
            publisher=None if named is None else (named.name, named.url),
            former=self.library.texts.load,
            page_text=self.library.page_text,
        )

    @property
    def library(self) -> Library:
        """The texts, pages and findings stored for the desk's articles."""
        from reader.desk.library import Library

        return Library(*self.library_folders)

    @property
    def library_folders(self) -> tuple[Path, Path, Path, Path]:
        """Where the library stores texts, pages and findings, and the models in use."""
        return self.stored_texts, self.stored_pages, self.findings_cache, self.package

    @property
    def stored_pages(self) -> Path:
        return self.data_folder / "pages"

    @property
    def own_models(self) -> Path:
        """The folder of models that the user installed beside those that ship with reader."""
        return self.data_folder / "models"

    @property
    def stored_texts(self) -> Path:
        return self.data_folder / "texts"

    @property
    def drafts(self) -> Path:
        return self.data_folder / "drafts"

    @property
    def drafts_elsewhere(self) -> Path:
        """Where drafts go while ``drafts`` cannot be written."""
        return self.cache_folder / "drafts"

    @property
    def findings_cache(self) -> Path:
        return self.cache_folder / "findings"

    @property
    def story_prints(self) -> Path:
        return self.cache_folder / "stories.prints"

    @property
    def engine_log(self) -> Path:
        return self.cache_folder / "engine.log"

    @property
    def fault_log(self) -> Path:
        return self.cache_folder / FAULT_LOG


KNOWN: Mapping[str, tuple[str, ...]] = {
    "me": ("name",),
    "publisher": ("name", "url"),
    "files": ("notes", "models"),
    "reading": ("theme", "measure", "blind", "bell", "animations", "terminal_cursor", "private"),
    "network": ("offline",),
    "engine": ("shared",),
    "keys": (),
    "colours": (),
    "labels": ("layer", "type", "key", "colour", "guideline"),
    "review": ("scale", "checklist"),
    "scales": ("name", "title", "version", "labels", "values"),
    "worth": (),
}
"""The sections and their keys; an empty tuple takes any key."""


def user_cache_folder() -> Path:
    """Return the folder of what can be rebuilt, on this platform."""
    import platformdirs

    return Path(platformdirs.user_cache_path(APP, appauthor=False))


def load_settings(
    notes: Path | None = None,
    config_file: Path | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """Return the settings in force.

    ``notes`` (``--notes``) wins over READER_NOTES, that over config.toml. READER_CONFIG names
    another config file, READER_MODELS another package folder; READER_SHARED_ENGINE=0 gives each
    terminal an engine of its own. Raises ConfigError.
    """
    import platformdirs

    path = config_file or config_path(environment)
    named = config_file is not None or bool(environment.get("READER_CONFIG"))
    tables = _read(path, must_exist=named)
    _check_names(tables, path)
    sections = ("files", "reading", "me", "review", "network", "engine", "colours")
    files, reading, me, review, network, engine, colours = (
        table_in(tables, name, path) for name in sections
    )
    data_folder = Path(platformdirs.user_data_path(APP, appauthor=False))
    own_models = data_folder / "models"
    package = own_models if (own_models / "resources.json").exists() else STARTER

    def named_file(variable: str, setting: str) -> Path | None:
        return _path(environment.get(variable)) or _path(text_in(files, setting, path))

    return Settings(
        config_file=path,
        notes=notes or named_file("READER_NOTES", "notes") or data_folder / NOTES_FILE,
        data_folder=data_folder,
        cache_folder=user_cache_folder(),
        package=named_file("READER_MODELS", "models") or package,
        me=text_in(me, "name", path),
        publisher=_publisher(table_in(tables, "publisher", path), path),
        seed=_seed(),
        theme=text_in(reading, "theme", path),
        measure=whole_in(reading, "measure", path, least=20, default=0),
        keys=_keys(table_in(tables, "keys", path), path),
        colours={tag: text_in(colours, tag, path) for tag in colours},
        labels=_labels(tables.get("labels", []), path),
        scale=text_in(review, "scale", path),
        scales=_scales(tables.get("scales", []), path),
        checklist=texts_in(review, "checklist", path) if "checklist" in review else CHECKLIST,
        blind=yes_in(reading, "blind", path),
        bell=yes_in(reading, "bell", path),
        animations=yes_in(reading, "animations", path, default=True),
        terminal_cursor=yes_in(reading, "terminal_cursor", path),
        private=yes_in(reading, "private", path),
        offline=yes_in(network, "offline", path),
        shared_engine=environment.get("READER_SHARED_ENGINE", "1") != "0"
        and yes_in(engine, "shared", path, default=True),
        worth=weights_in(table_in(tables, "worth", path), path),
    )


def config_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the config file in use.

    READER_CONFIG, else config.toml in the user's config folder.
    """
    import platformdirs

    named = _path(environment.get("READER_CONFIG"))
    return named or Path(platformdirs.user_config_path(APP, appauthor=False)) / "config.toml"


def config_tables(path: Path) -> dict[str, Any]:
    """Return the sections of a config file as they are written; {} when there is no file.

    Raises ConfigError.
    """
    return _read(path, must_exist=False)


def _seed() -> Path | None:
    try:
        seed = shipped_folder("seeds") / FIRST_SEED
    except FileNotFoundError:
        return None
    return seed if seed.is_file() else None


def _path(value: str | None) -> Path | None:
    if not value:
        return None
    try:
        return from_home(value)
    except ReaderError as fault:
        raise ConfigError(str(fault)) from None


def _read(path: Path, *, must_exist: bool) -> dict[str, Any]:
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        if must_exist:
            raise ConfigError(f"There is no config file {path}; check READER_CONFIG.") from None
        return {}
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from None
    import tomllib  # most people have no config file

    try:
        return tomllib.loads(written.decode())
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8; save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from None


def _check_names(tables: Mapping[str, Any], path: Path) -> None:
    for section, content in tables.items():
        if section not in KNOWN:
            raise ConfigError(f"{path}: no section [{section}]{_nearest(section, KNOWN)}.")
        rows = content if isinstance(content, list) else [content]
        for row in rows:
            for key in row if isinstance(row, dict) and KNOWN[section] else ():
                if key not in KNOWN[section]:
                    hint = _nearest(key, KNOWN[section])
                    raise ConfigError(f"{path}: [{section}] has no setting {key!r}{hint}.")


def _nearest(name: str, known: Any) -> str:
    import difflib

    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"


def _publisher(table: Mapping[str, Any], path: Path) -> Publisher | None:
    name = text_in(table, "name", path)
    return Publisher(name, text_in(table, "url", path) or None) if name else None


def _keys(table: Mapping[str, Any], path: Path) -> dict[str, tuple[str, ...]]:
    """Return the keys of each command; one text may have several, separated by commas."""
    keys: dict[str, tuple[str, ...]] = {}
    for command, given in table.items():
        several = given
        if isinstance(given, str):
            several = given.split(",") if given.strip() != "," else [given]
        if not isinstance(several, list) or not all(isinstance(key, str) for key in several):
            raise ConfigError(f"{path}: [keys] {command} must be a key or a list of keys.")
        keys[command] = tuple(several)
    return keys


def _labels(rows: Any, path: Path) -> tuple[LabelKind, ...]:
    if not isinstance(rows, list):
        raise ConfigError(f"{path}: each label is a section of its own, written [[labels]].")
    labels = []
    for row in rows:
        label = LabelKind(*(text_in(row, setting, path) for setting in KNOWN["labels"]))
        if not label.layer or not label.type:
            raise ConfigError(f"{path}: each of [[labels]] needs a layer and a type.")
        labels.append(label)
    return tuple(labels)


def _scales(rows: Any, path: Path) -> tuple[Scale, ...]:
    if not isinstance(rows, list):
        raise ConfigError(f"{path}: each scale is a section of its own, written [[scales]].")
    if not rows:
        return ()
    from reader.review.scales import ScaleError, own_scale

    scales = []
    for row in rows:
        name, title, version = (text_in(row, key, path) for key in ("name", "title", "version"))
        values = row.get("values", [])
        if not isinstance(values, list) or not all(type(one) in (int, float) for one in values):
            raise ConfigError(f"{path}: values of [[scales]] must be a list of numbers.")
        try:
            labels = texts_in(row, "labels", path)
            scales.append(own_scale(name, labels, values, version=version, title=title))
        except ScaleError as error:
            raise ConfigError(f"{path}: {error}") from None
    return tuple(scales)
