"""Whether a folder is on a network or is carried to a cloud, where the promises do not hold.

Locks may be local to each machine on a network file system, and what was synced may still be
on its way; a synchronised folder answers two edits with a second file.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["local", "network", "cloud"]

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afpfs", "ncpfs", "9p", "afs", "ceph",
     "glusterfs", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "davfs",
     "fuse.davfs2", "webdav", "beegfs", "lustre", "gpfs"}
)  # fmt: skip
_CLOUD = re.compile(
    r"(?:^|/)(?:Dropbox(?: \([^/]*\))?|OneDrive[^/]*|Google ?Drive[^/]*|GoogleDrive-[^/]*|"
    r"My Drive|iCloud ?Drive|com~apple~CloudDocs|Nextcloud|ownCloud|pCloud ?Drive|MEGA|"
    r"MEGAsync|Syncthing|Sync|Box(?: Sync)?|Yandex\.Disk|Seafile|Proton ?Drive)(?:/|$)"
)
_COPY = re.compile(
    r"conflicted copy|\(conflict\b|-conflict-|\.sync-conflict-|_conf\(|\(case conflict|"
    r"\bconflict copy\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FolderKind:
    """``system`` is the file system's type or the cloud's folder; ``advice`` is a sentence for
    the user, "" for a local folder.
    """

    kind: Kind
    system: str
    advice: str


def folder_kind(path: Path, mounts: str | None = None) -> FolderKind:
    """The kind of the folder in which the file ``path`` stands or would stand.

    ``mounts`` is the text of /proc/self/mounts, which is read when it is None.
    """
    resolved = path.resolve()
    cloud = _CLOUD.search(resolved.as_posix())
    if cloud is not None:
        name = cloud[0].strip("/")
        return FolderKind(
            "cloud",
            name,
            f"The notes are in {name}, which may make a second file of them when two machines "
            "write: keep them in a local folder and share copies with reader merge.",
        )
    system = file_system(resolved, mounts)
    if system in _NETWORK:
        return FolderKind(
            "network",
            system,
            f"The notes are on a network file system ({system}), whose locks may not reach "
            "other machines: let one terminal write, or keep them on a local disk.",
        )
    return FolderKind("local", system, "")


def file_system(path: Path, mounts: str | None = None) -> str:
    """The type of the file system that ``path`` is on, "" where the system does not tell."""
    if mounts is None:
        if sys.platform == "win32":  # not run: no Windows at hand
            return "cifs" if str(path).startswith("\\\\") else ""
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""  # macOS has no such file
    best, found = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        folder = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[1])
        inside = path.as_posix() == folder or path.as_posix().startswith(folder.rstrip("/") + "/")
        if inside and len(folder) >= len(best):
            best, found = folder, fields[2]
    return found


def conflict_copies(path: Path) -> list[Path]:
    """Second files of the notes that a synchronised folder made; ``reader merge`` joins them."""
    resolved = path.resolve()
    try:
        names = [each.name for each in resolved.parent.iterdir()]
    except OSError:
        return []
    return sorted(
        resolved.parent / name
        for name in names
        if name != resolved.name
        and name.startswith(resolved.stem)
        and name.endswith(resolved.suffix)
        and _COPY.search(name)
    )
