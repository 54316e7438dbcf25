"""Finds the engine that a user's terminals share, or starts it. Nothing here waits for models."""

from __future__ import annotations

import contextlib
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.analysis.early_engine import OwnProcess, child_environment
from reader.analysis.shared.place import Place, is_private, is_same_user, place_of
from reader.errors import ReaderError

PROGRAM = (sys.executable, "-P", "-m", "reader.analysis.shared.server")
CONNECTING = 2.0
"""Seconds that an engine may take to take a connection, and somebody else to start one."""
WAITING = 64
"""Terminals that wait to be let in."""
IDLE = 600.0
"""Seconds after the last request until the engine ends."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A connection to an engine that should be running ``build``; its first line says so."""

    connection: socket.socket
    build: str

    def close(self) -> None:
        self.connection.close()


EarlyEngine = OwnProcess | Joined
"""An engine that runs before there is a loop: one's own process or a connection."""


def joined(package: Path, log: Path, *, start: bool = True, idle: float = IDLE) -> Joined | None:
    """Return a connection to the engine; with ``start`` one is started if there is none.

    None where there is none to be had: then one's own engine does the work, and reports what is
    wrong with the models if that is the reason.
    """
    with contextlib.suppress(OSError, ReaderError):
        place = place_of(package, log)
        if place is None:
            return None
        connection = connected(place.socket)
        if connection is None and start:
            with locked(place):
                connection = connected(place.socket) or _started(place, package, log, idle)
        if connection is not None:
            return Joined(connection, place.build)
    return None


def connected(path: Path) -> socket.socket | None:
    """Return a connection, None where nobody listens. Raises OSError when it is not safe."""
    if not path.exists():
        return None
    if not is_private(path, stat.S_IFSOCK):
        raise PermissionError(f"{path} is open to others")
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(CONNECTING)
        connection.connect(str(path))
        if not is_same_user(connection):
            raise PermissionError(f"{path} is somebody else's")
    except (ConnectionRefusedError, FileNotFoundError):
        connection.close()
        return None
    except OSError:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def locked(place: Place) -> Iterator[None]:
    """Be alone in starting or ending engines. Raises TimeoutError when somebody else is long."""
    import fcntl  # not on Windows, where nothing is shared

    until = time.monotonic() + CONNECTING
    with place.lock.open("ab") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise TimeoutError(f"{place.lock} is locked") from None
                time.sleep(0.01)
            else:
                break
        yield


def _started(place: Place, package: Path, log: Path, idle: float) -> socket.socket | None:
    """Start an engine and return a connection that it will take as soon as it is there.

    It gets a socket that listens already; so nobody has to wait for it, and a second terminal
    that comes meanwhile finds the same one.
    """
    place.socket.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place.socket))
        place.socket.chmod(0o600)
        listener.listen(WAITING)
        number = listener.fileno()
        words = (number, place.socket, place.build, package.resolve(), log.resolve(), idle)
        process = subprocess.Popen(
            (*PROGRAM, *map(str, words)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=(number,),
            env=child_environment(),
        )
        # It outlives this process; should it end first, somebody has to take note.
        threading.Thread(target=process.wait, name="engine", daemon=True).start()
        return connected(place.socket)
