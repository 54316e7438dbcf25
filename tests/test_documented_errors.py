"""A public function names the errors it raises, and the shape of vectors it takes or gives."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "reader"
COMMAND_LINE = PACKAGE / "cli"
"""Every command may raise any of them: `main` turns each into one sentence and exit code 2."""


def our_errors(trees: list[ast.Module]) -> frozenset[str]:
    """Return the names of ReaderError and of all classes made from it."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    known = {"ReaderError"}
    while more := {name for name, of in bases.items() if of & known} - known:
        known |= more
    return frozenset(known)


def public_functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node.body)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
            yield node


def raised(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """Yield the names of what the function itself raises, not what functions inside it do."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.Raise):
            error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if isinstance(error, ast.Name):
                yield error.id
        waiting += ast.iter_child_nodes(node)


def undocumented(source: str, errors: frozenset[str]) -> Iterator[str]:
    """Yield the functions of a module that raise one of ``errors`` and do not name it."""
    for function in public_functions(ast.parse(source).body):
        said = ast.get_docstring(function) or ""
        missing = sorted({name for name in raised(function) if name in errors and name not in said})
        if missing:
            yield f"{function.name} (line {function.lineno}): {', '.join(missing)}"


def test_public_functions_name_the_errors_that_they_raise() -> None:
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if COMMAND_LINE not in path.parents]
    errors = our_errors([ast.parse(path.read_text("utf-8")) for path in paths])
    assert {"StoreError", "ArticleError", "ExchangeError"} <= errors
    faults = [
        f"{path.relative_to(PACKAGE.parent)}: {each}"
        for path in paths
        for each in undocumented(path.read_text("utf-8"), errors)
    ]
    assert faults == []


def test_a_function_that_hides_its_error_is_found() -> None:
    source = 'def opened(path):\n    """Open it."""\n    raise StoreError("no")\n'
    assert [*undocumented(source, frozenset({"StoreError"}))] == ["opened (line 1): StoreError"]
    named = source.replace("Open it.", "Open it. Raises StoreError.")
    assert [*undocumented(named, frozenset({"StoreError"}))] == []


ROOMS_OF_VECTORS = (PACKAGE / "meaning", PACKAGE / "analysis" / "models" / "sentence_encoder.py")
SHAPE = ("row", "shaped", "vector")


def without_shape(source: str) -> Iterator[str]:
    """Yield the functions of a module that take or give vectors and say nothing of their shape."""
    for function in public_functions(ast.parse(source).body):
        kinds = [each.annotation for each in (*function.args.args, *function.args.kwonlyargs)]
        written = " ".join(ast.unparse(each) for each in (*kinds, function.returns) if each)
        said = ast.get_docstring(function) or ""
        if "Floats" in written and not any(word in said for word in SHAPE):
            yield f"{function.name} (line {function.lineno})"


def test_functions_of_vectors_say_their_shape() -> None:
    paths = [
        path
        for room in ROOMS_OF_VECTORS
        for path in ([room] if room.suffix else room.rglob("*.py"))
    ]
    faults = [
        f"{path.name}: {each}" for path in paths for each in without_shape(path.read_text("utf-8"))
    ]
    assert faults == []
    assert [*without_shape("def near(rows: Floats) -> float:\n    return 0.0\n")] == [
        "near (line 1)"
    ]


def test_each_door_of_the_package_names_its_error() -> None:
    doors = ast.parse((PACKAGE / "__init__.py").read_text("utf-8")).body
    said = {each.name: ast.get_docstring(each) or "" for each in public_functions(doors)}
    assert {"analyze", "open_article", "open_notes", "to_rows"} <= said.keys()
    assert all("Raises reader.errors.ReaderError" in words for words in said.values())
