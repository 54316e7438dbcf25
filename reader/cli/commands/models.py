"""``reader models``: what finds names, in which languages; brings Stanza's official models."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.analysis import installed_models
from reader.analysis.installed_models import installed, take_in
from reader.analysis.packages import STARTER
from reader.cli.desk import settings_for
from reader.cli.narration import tell
from reader.cli.printing import format_argument, print_json
from reader.cli.terminal_guard import show_line
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.analysis.installed_models import Installed
    from reader.config import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    doing = parser.add_subparsers(dest="doing", required=True, metavar="list|install|use|remove")
    listing = doing.add_parser("list", help="list the installed models; * marks those in use")
    listing.add_argument(
        "--available",
        action="store_true",
        help="list the models that Stanza offers for installation",
    )
    format_argument(listing)
    install = doing.add_parser(
        "install", help="download Stanza's models for a language and use them"
    )
    install.add_argument("language", metavar="LANGUAGE", help="code of the language: en, de, fr …")
    install.add_argument("--package", metavar="NAME", help="package of models (default: Stanza's)")
    for each in (listing, install):
        each.add_argument(
            "--from",
            dest="address",
            metavar="ADDRESS",
            help="server to download from (default: Stanza's)",
        )
        each.add_argument("--offline", action="store_true", help="do not use the network")
    use = doing.add_parser("use", help="use these models for their language")
    remove = doing.add_parser("remove", help="delete installed models")
    for each in (use, remove):
        each.add_argument("name", metavar="NAME", help="a name from `reader models list`")
        each.add_argument(
            "--language", metavar="CODE", help="language, where several models have this name"
        )


def run(options: argparse.Namespace) -> int:
    """Raise ModelError."""
    settings = settings_for(options)
    folder = settings.own_models
    if options.doing == "list":
        return _list(options, folder, settings)
    if options.doing == "install":
        return _install(options, folder, settings)

    chosen = _chosen(installed_models.installed(folder), options.name, options.language)
    try:
        if options.doing == "use":
            installed_models.use(folder, chosen.language, chosen.name)
            print(f"{chosen.name} is in use for {chosen.language}.")
            _report_override(folder, settings)
        else:
            installed_models.remove(folder, chosen.language, chosen.name)
            print(f"{chosen.name} for {chosen.language} is removed.")
    except OSError as error:
        raise ReaderError(f"{folder} cannot be written: {error.strerror}.") from error
    return 0


def _list(options: argparse.Namespace, folder: Path, settings: Settings) -> int:
    if options.available:
        _ask_for_network(settings)
        from reader.analysis.models.official_models import OFFICIAL, available

        offered = available(options.address or OFFICIAL, folder=folder)
        if options.format == "json":
            print_json(offered)
        else:
            for one in offered:
                print(f"{one.language:<9} {one.name:<20} {' '.join(one.packages)}")
        return 0

    there = installed(folder)
    if options.format == "json":
        print_json([_plain(each) for each in there])
    else:
        for each in there:
            print(_line(each))
        _report_override(folder, settings)
    return 2 if any(each.fault and each.in_use for each in there) else 0


def _install(options: argparse.Namespace, folder: Path, settings: Settings) -> int:
    _ask_for_network(settings)
    print("Fetching the list of Stanza's models …", file=sys.stderr)
    from reader.analysis.models.official_models import OFFICIAL, cleared, fetch

    progress = _Progress()
    try:
        arrival = fetch(
            options.language.lower(),
            options.package,
            folder,
            progress,
            options.address or OFFICIAL,
        )
        progress.end()
        take_in(folder, arrival)
    except KeyboardInterrupt:
        progress.end()
        tell("Stopped. The next try goes on from what was downloaded.")
        raise
    except OSError as error:
        raise ReaderError(f"{folder} cannot be written: {error.strerror}.") from error
    finally:
        progress.end()
    cleared(folder)
    print(f"{arrival.name} is installed and in use for {arrival.language}.")
    _report_override(folder, settings)
    return 0


def _chosen(every: list[Installed], name: str, language: str | None) -> Installed:
    found = [each for each in every if each.name == name and language in (None, each.language)]
    if len(found) == 1:
        return found[0]
    if found:
        codes = ", ".join(each.language for each in found)
        raise ReaderError(f"There are models {name} for {codes}; choose one with --language.")
    raise ReaderError(
        f"There are no models {name} here; `reader models list` lists the installed ones."
    )


def _ask_for_network(settings: Settings) -> None:
    if settings.offline:
        raise ReaderError(
            "The network is turned off (--offline, or offline under [network] in the config file); "
            "models come from there."
        )


def _report_override(folder: Path, settings: Settings) -> None:
    """Say that another folder is in force, where config or environment names one."""
    if settings.package not in (folder, STARTER) and (folder / "resources.json").exists():
        print(
            f"reader: the models in {settings.package} are in force, which the config file or "
            "READER_MODELS names.",
            file=sys.stderr,
        )


def _line(each: Installed) -> str:
    from reader.analysis.language import language_name

    sign = "*" if each.in_use else " "
    head = f"{sign} {each.language:<4} {each.name:<28}"
    if each.package is None:
        return f"{head} {each.fault}"
    finds = " and ".join(
        what
        for what, there in (
            ("names", each.package.entities),
            ("who said what", each.package.attribution),
        )
        if there
    )
    whence = "ships with reader" if each.shipped else f"Stanza {each.package.version}"
    size = f"{each.package.size / 1e6:.0f} MB"
    return f"{head} {language_name(each.language)}: {finds}; {size}, {whence}"


def _plain(each: Installed) -> dict[str, object]:
    package = each.package
    return {
        "language": each.language,
        "name": each.name,
        "in_use": each.in_use,
        "shipped": each.shipped,
        "finds": {
            "entities": package.entities if package else None,
            "attribution": package.attribution if package else None,
        },
        "bytes": package.size if package else 0,
        "fault": each.fault,
    }


class _Progress:
    """How far a download is, on a terminal's one line; each file's end in a log."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._open = False

    def __call__(self, name: str, came: int, size: int) -> None:
        of = f" of {size / 1e6:.1f}" if size else ""
        line = f"{name}: {came / 1e6:.1f}{of} MB"
        if self._shown:
            show_line(line)
            self._open = True
        elif came == size:
            print(line, file=sys.stderr)

    def end(self) -> None:
        if self._open:
            show_line()
            self._open = False
