"""The product's own source, read once: modules as syntax trees, functions with what they call."""

from __future__ import annotations

import ast
import functools
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "jobcaffe"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def short(path: Path) -> str:
    """A path as a message shows it."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the product but the migrations."""
    return {
        path: ast.parse(path.read_text())
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
    }


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return tuple(path for name in names.split("\0") if name and (path := ROOT / name).is_file())


def called(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Names of what is called inside, without what stands before the last point."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            yield one.func.attr if isinstance(one.func, ast.Attribute) else getattr(one.func, "id", ""), one


def dotted(node: ast.AST) -> str:
    """``transaction.atomic`` of a decorator or of a call."""
    return ast.unparse(node.func if isinstance(node, ast.Call) else node)


@dataclass
class Action:
    """A function of an actions module and what it does, its private helpers included."""

    where: str
    node: Function
    # Functions of the same room, by name.
    room: dict[str, Action] = field(repr=False, default_factory=dict)

    @property
    def name(self) -> str:
        """As it is called."""
        return self.node.name

    @property
    def key(self) -> str:
        """``people.touch``: its room and its name."""
        parts = self.where.split(":")[0].removeprefix("src/jobcaffe/").removesuffix(".py").split("/")
        return f"{parts[parts.index('actions') - 1]}.{self.name}"

    @property
    def atomic(self) -> bool:
        """Whether it opens a transaction itself."""
        opens = [dotted(one) for one in self.node.decorator_list]
        opens += [
            dotted(item.context_expr)
            for one in ast.walk(self.node)
            if isinstance(one, ast.With)
            for item in one.items
        ]
        return any(one in {"transaction.atomic", "atomic"} for one in opens)

    def helpers(self) -> list[Action]:
        """Itself and the private functions of its room that it reaches."""
        found: dict[str, Action] = {self.name: self}
        waiting = [self]
        while waiting:
            for name, _call in called(waiting.pop().node):
                one = self.room.get(name)
                if one is not None and name.startswith("_") and name not in found:
                    found[name] = one
                    waiting.append(one)
        return list(found.values())

    def calls(self) -> set[str]:
        """Everything called, through its private helpers."""
        return {name for one in self.helpers() for name, _call in called(one.node)}


def actions() -> list[Action]:
    """Every function of every actions module."""
    rooms: dict[str, dict[str, Action]] = {}
    found = []
    for path, tree in modules().items():
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if "actions" not in parts:
            continue
        room = rooms.setdefault("/".join(parts[: parts.index("actions")]), {})
        for node in tree.body:
            if isinstance(node, Function):
                action = Action(f"{short(path)}:{node.lineno} {node.name}", node, room)
                room[node.name] = action
                found.append(action)
    return found
