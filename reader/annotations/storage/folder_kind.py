"""Whether a folder is on a network or is carried to a cloud, where the promises do not hold.

Locks may be local to each machine on a network file system, and what was synced may still be
on its way; a synchronised folder answers two edits with a second file.
"""

from __future__ import annotations

import os
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


@dataclass(frozen=True, slots=True)
class FolderKind:
    """``system`` is the file system's type or the cloud's folder.

    ``advice`` is a sentence for the user, "" for a local folder.
    """

    kind: Kind
    system: str
    advice: str


def folder_kind(path: Path, mounts: str | None = None) -> FolderKind:
    """Return the kind of the folder that holds, or would hold, the file ``path``.

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
    """Return the type of the file system that ``path`` is on, "" where the system does not tell."""
    if mounts is None:
        if sys.platform == "win32":
            return _on_windows(path)
        try:
            mounts = _mac_mounts(path) if sys.platform == "darwin" else _linux_mounts()
        except OSError:
            return ""
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


def _linux_mounts() -> str:
    return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")


def _mac_mounts(path: Path) -> str:
    """Not run: no macOS at hand. A file on the system's own disk needs no process."""
    point = next((each for each in (path, *path.parents) if os.path.ismount(each)), Path("/"))
    if point.as_posix() in ("/", "/System/Volumes/Data"):
        return ""
    import subprocess

    output = subprocess.run(["/sbin/mount"], capture_output=True, check=False).stdout
    return mounts_from_mac(output.decode("utf-8", "replace"))


def mounts_from_mac(output: str) -> str:
    """Return what ``mount`` prints on macOS, ``//me@nas/x on /Volumes/x (smbfs, nodev)``.

    As the lines of /proc/self/mounts.
    """
    found = re.findall(r"^(.+?) on (/.*) \((\w+)[,)]", output, re.MULTILINE)
    return "\n".join(" ".join(part.replace(" ", "\\040") for part in fields) for fields in found)


def _on_windows(path: Path) -> str:
    """Not run: no Windows at hand. Shares by their name, and drives that stand for one."""
    if str(path).startswith("\\\\"):
        return "cifs"
    import ctypes

    remote = 4  # DRIVE_REMOTE
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
    return "cifs" if kernel.GetDriveTypeW(path.anchor) == remote else ""
