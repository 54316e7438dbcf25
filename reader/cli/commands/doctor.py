"""``reader doctor``: versions, paths, models, terminal, and what is wrong with them."""

from __future__ import annotations

import argparse
import contextlib
import json
import locale
import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.desk import open_notes, settings_for
from reader.cli.printing import format_argument
from reader.errors import ReaderError
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.config import Settings

TOLD_PACKAGES = (
    "textual", "stanza", "torch", "tinydb", "rapidfuzz", "rich", "trafilatura", "lxml", "urllib3",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at: what it is, what was seen, and the trouble with it if any."""

    about: str
    seen: str
    trouble: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    format_argument(parser)
    parser.add_argument(
        "--texts", action="store_true", help="list the stored texts of annotated articles"
    )


def run(options: argparse.Namespace) -> int:
    """Return 1 when something is wrong."""
    if options.texts:
        return _list_texts(options)
    signs = list(examine(options))
    if options.format == "json":
        print(json.dumps([asdict(sign) for sign in signs], ensure_ascii=False, indent=1))
    else:
        width = max(len(sign.about) for sign in signs)
        for sign in signs:
            print(f"{'!' if sign.trouble else ' '} {sign.about:<{width}}  {sign.seen}")
            if sign.trouble:
                print(f"  {'':<{width}}  {sign.trouble}")
        wrong = sum(bool(sign.trouble) for sign in signs)
        print(f"{wrong} to look at, marked with !" if wrong else "Nothing is wrong.")
    return 1 if any(sign.trouble for sign in signs) else 0


def examine(options: argparse.Namespace) -> Iterator[Sign]:
    """Yield a line of the report for each thing looked at; faults of settings are one too."""
    yield from _versions()
    yield from _terminal()
    try:
        settings = settings_for(options)
    except ReaderError as error:
        yield Sign("config", "cannot be used", str(error))
        return
    there = "" if settings.config_file.exists() else " (does not exist; defaults apply)"
    yield Sign("config", f"{settings.config_file}{there}")
    yield from _keys(settings)
    yield from _notes(settings)
    yield _looked_at("stored texts", _stored_texts, settings)
    yield _looked_at("stored pages", _stored_pages, settings)
    yield _looked_at("desk index", _desk_index, settings)
    yield Sign("PDF", _pdf())
    yield Sign("cache", str(settings.cache_folder), _unwritable(settings.cache_folder))
    yield from _models(settings)
    yield Sign("engine", *_engine(settings))


def _looked_at(about: str, look: Callable[[Settings], Sign], settings: Settings) -> Sign:
    try:
        return look(settings)
    except OSError as fault:
        return Sign(about, str(fault.filename), f"It cannot be read: {fault.strerror}.")


def _versions() -> Iterator[Sign]:
    yield Sign("reader", metadata.version("article-reader"))
    system = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield Sign("Python", system)
    for package in TOLD_PACKAGES:
        try:
            yield Sign(package, metadata.version(package))
        except metadata.PackageNotFoundError:
            yield Sign(package, "not installed", "Install reader again.")


def _terminal() -> Iterator[Sign]:
    name = os.environ.get("TERM", "")
    inside = " inside tmux" if os.environ.get("TMUX") else ""
    colour = "no colour (NO_COLOR)" if os.environ.get("NO_COLOR") else "colour"
    if not sys.stdout.isatty():
        yield Sign("terminal", f"{name or 'none'}{inside}, output goes to a pipe or file")
    else:
        size = os.get_terminal_size()
        small = "" if size.columns >= 40 and size.lines >= 12 else "At least 40x12 is needed."
        if name == "dumb":
            small = "A dumb terminal cannot show the screen; `reader show FILE --plain` works."
        value = f"{name or 'unknown'}{inside}, {size.columns}x{size.lines}, {colour}"
        yield Sign("terminal", value, small)
    encoding = locale.getpreferredencoding(False)
    wrong = encoding.lower().replace("-", "") not in ("utf8", "cp65001")
    yield Sign(
        "locale",
        encoding,
        "Set a UTF-8 locale (LANG=C.UTF-8), or marks and accents may not show." if wrong else "",
    )


def _keys(settings: Settings) -> Iterator[Sign]:
    from reader.ui.own_keys import resolve

    for clash in resolve(settings.keys).clashes:
        yield Sign("keys", f"{len(settings.keys)} of your own", clash)


def _notes(settings: Settings) -> Iterator[Sign]:
    from reader.annotations.storage.replaced_file import unjoined
    from reader.annotations.storage.zeroed_journal import zeroed

    path = settings.notes
    if not path.exists():
        yield Sign("notes", f"{path} (none yet)", _unwritable(path.parent))
        return
    try:
        store = open_notes(settings, read_only=True)
        records = store.records()
        apart = unjoined(store.writer.files, store.writer.view)
        others = store.second_files()
        lost = zeroed(store.writer.files, store.writer.view)
        store.close()
    except ReaderError as error:
        yield Sign("notes", str(path), str(error))
        return
    value = f"{path}, {counted(len(records), 'record')}, {path.stat().st_size / 1e6:.1f} MB"
    locked = "" if os.access(path, os.W_OK) else "It is read-only: new notes cannot be saved."
    yield Sign("notes", value, locked or _unwritable(path.parent))
    if lost:
        yield Sign("journal", str(path), lost)
    for sentence in apart:
        yield Sign("notes before", str(path), sentence)
    for each in others:
        yield Sign("second file", each.path.name, each.sentence)


def _stored_texts(settings: Settings) -> Sign:
    from reader.cli.stored_texts import texts_in_use

    try:
        kept = texts_in_use(settings)
    except ReaderError:
        return Sign("stored texts", f"{settings.stored_texts}; the notes cannot be read")
    size = sum(each.size for each in kept)
    unused = sum(not each.records for each in kept)
    value = f"{settings.stored_texts}, {counted(len(kept), 'text')}, {size / 1e6:.1f} MB"
    if kept:
        value += " (--texts lists them)"
    if unused:
        value += f"; {unused} without notes (reader purge --texts removes them)"
    return Sign("stored texts", value)


def _list_texts(options: argparse.Namespace) -> int:
    from reader.cli.stored_texts import line, texts_in_use

    kept = texts_in_use(settings_for(options))
    if options.format == "json":
        print(json.dumps([asdict(each) for each in kept], ensure_ascii=False, indent=1))
    else:
        for each in kept:
            print(line(each))
        about = "`reader purge --texts` removes those without notes."
        print(f"{counted(len(kept), 'stored text')}; {about}")
    return 0


def _stored_pages(settings: Settings) -> Sign:
    count = settings.library.pages.count()
    size = sum(file.stat().st_size for file in settings.stored_pages.glob("*"))
    allowed, fault = _network(settings)
    value = f"{settings.stored_pages}, {counted(count, 'page')}, {size / 1e6:.1f} MB; {allowed}"
    return Sign("stored pages", value, fault)


def _network(settings: Settings) -> tuple[str, str]:
    """Return whether and by which proxy addresses are fetched, and what is wrong with that."""
    if settings.offline:
        return "the network is turned off", ""
    from urllib3.util import parse_url

    from reader.article.article import ArticleError
    from reader.article.proxy import proxy_for

    try:
        proxy = proxy_for(parse_url("https://public.example/"))
    except ArticleError as fault:
        return "addresses are not fetched", str(fault)
    return f"addresses are fetched{f' by the proxy {proxy.name}' if proxy else ''}", ""


def _desk_index(settings: Settings) -> Sign:
    from reader.desk.index_file import index_path

    path = index_path(settings.cache_folder, settings.notes)
    size = sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))
    value = f"{path}, {size / 1e6:.1f} MB" if size else f"{path} (made when it is needed)"
    return Sign("desk index", value, _unwritable(path.parent))


def _pdf() -> str:
    try:
        return f"pdfminer.six {metadata.version('pdfminer.six')}"
    except metadata.PackageNotFoundError:
        return 'not read; pip install "article-reader[pdf]" adds it'


def _models(settings: Settings) -> Iterator[Sign]:
    """Yield the models in use, a line for each language; those that are installed beside them."""
    from reader.analysis.installed_models import installed
    from reader.analysis.language import language_name
    from reader.analysis.packages import ModelError, languages, stamp

    try:
        known = languages(settings.package)
    except ModelError as error:
        yield Sign("models", str(settings.package), str(error))
        return
    for language in known:
        about = f"models {language}" if len(known) > 1 else "models"
        try:
            models = stamp(settings.package, language)
        except ModelError as error:
            yield Sign(about, str(settings.package), str(error))
            continue
        value = ", ".join(f"{use} {made.package} {made.version}" for use, made in models.items())
        without = "" if "attribution" in models else "; finds quotes by quotation marks only"
        yield Sign(about, f"{settings.package}: {value}{without}")
    names = ", ".join(language_name(language) for language in known)
    yield Sign(
        "languages", f"{names}; in others only quotation marks find quotes (reader models install)"
    )
    with contextlib.suppress(ModelError):
        idle = [each.name for each in installed(settings.own_models) if not each.in_use]
        if idle:
            yield Sign("not in use", f"{', '.join(idle)} (reader models use)")


def _engine(settings: Settings) -> tuple[str, str]:
    """Return which processes find names for all terminals, and what is in the way of that."""
    from reader.analysis.shared.place import build_of, runtime_folder
    from reader.analysis.shared.talking import running_engines

    if not settings.shared_engine:
        return "each terminal has its own, as the settings say", ""
    folder = runtime_folder(make=True)
    if folder is None:
        return "each terminal has its own", _why_none_is_shared()
    running = []
    with contextlib.suppress(ReaderError, OSError):
        own = build_of(settings.package, settings.engine_log)
        for each in running_engines(folder):
            other = "" if each.build == own else " (of other models or another version)"
            running.append(f"runs as process {each.pid}, {each.memory / 1e6:.0f} MB{other}")
    return "; ".join(running) or "none runs; the first article without findings starts one", ""


def _why_none_is_shared() -> str:
    """Return a sentence, "" where the system has no sockets for it."""
    if sys.platform == "win32":
        return ""
    return (
        "The folder for its socket is not private; make XDG_RUNTIME_DIR a folder of yours "
        "with mode 700, or unset it."
    )


def _unwritable(folder: Path) -> str:
    """Return a sentence when nothing can be written in ``folder`` or where it would be made."""
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    return "" if os.access(nearest, os.W_OK | os.X_OK) else f"{nearest} cannot be written to."
