"""Loads some modules of large libraries when they are used, and not when they are imported.

PyTorch and Stanza import far more than a model needs that only reads: what exports models, what
registers operators for tensors without data, graph algorithms. Left out, the engine starts in three
quarters of the processor time. A module that is put off is loaded by the first look at anything in
it, so all works as before.
"""

from __future__ import annotations

import importlib.abc
import sys
import threading
from collections.abc import Collection, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType
from typing import Any

UNUSED = frozenset(
    {
        "networkx",  # a parser of Stanza's that reader has no model for
        "torch._meta_registrations",  # tensors without data; the last import of torch itself
        "torch.distributed._meta_registrations",
        "torch.export",
    }
)
"""Modules that reading articles never looks into. Each is imported where it may come late: at the
end of ``torch``, or from a package that depends on nothing here. Others are in circles of imports.
"""
TRIED = ("2.13.",)
"""The versions of PyTorch that the list was tried with."""
_LOCK = threading.RLock()
_LOADING = "_late_loading"


class _LateModule(ModuleType):
    """A module whose code has not run yet."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__all__":
            raise AttributeError(name)  # `inspect` and others ask every module for such names.
        self.load()
        if type(self) is _LateModule:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r} yet")
        return getattr(self, name)

    def load(self) -> None:
        """Run the module's code, unless it runs already, further up in this thread."""
        with _LOCK:
            if type(self) is not _LateModule or _LOADING in self.__dict__:
                return
            spec = self.__spec__
            assert spec is not None
            assert isinstance(spec.loader, _LateLoader)
            self.__dict__[_LOADING] = True
            try:
                spec.loader.real.exec_module(self)
            finally:
                del self.__dict__[_LOADING]
            self.__class__ = ModuleType  # type: ignore[assignment]


class _LateLoader(importlib.abc.Loader):
    def __init__(self, real: importlib.abc.Loader) -> None:
        self.real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _LateModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing yet."""


class _LoadedLoader(importlib.abc.Loader):
    """Gives a module that was loaded while it was looked for.

    It has no spec meanwhile, by which the import system would run its code once more.
    """

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self._spec, module.__spec__ = module.__spec__, None

    def create_module(self, _: ModuleSpec) -> ModuleType:
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self._spec


class _LateFinder(importlib.abc.MetaPathFinder):
    def __init__(self, names: Collection[str]) -> None:
        self.names = frozenset(names)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        parent = sys.modules.get(fullname.rpartition(".")[0])
        if isinstance(parent, _LateModule):
            parent.load()  # A package is loaded before what is in it, and may load that.
            if fullname in sys.modules:
                return ModuleSpec(fullname, _LoadedLoader(sys.modules[fullname]))
        if fullname not in self.names:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _LateLoader(spec.loader)
        return spec


def put_off_unused() -> None:
    """Have ``UNUSED`` loaded late in reader's process, with a PyTorch that this was tried with.

    Others import in another order, which could leave one of their circles half loaded.
    """
    try:
        installed = version("torch")
    except PackageNotFoundError:
        return
    if installed.partition("+")[0].startswith(TRIED):
        import_late(UNUSED)


def import_late(names: Collection[str]) -> None:
    """Have modules of these names loaded when they are used, from now on; loaded ones stay."""
    if not any(
        isinstance(each, _LateFinder) and each.names >= set(names) for each in sys.meta_path
    ):
        sys.meta_path.insert(0, _LateFinder(names))
