"""The translatable texts of the sources, collected from their syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
_MESSAGES = {"UserError", "UnreadableFileError", "Message"}
_COMMAND_LINE = {"commands", "__main__.py", "process", "screenshots.py"}
"""Modules of `lenet_desktop` whose texts are for the terminal and stay English."""


def sources(*roots: str) -> Iterator[tuple[Path, ast.Module]]:
    for root in roots:
        for path in sorted((ROOT / root).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def message_templates() -> dict[str, list[str]]:
    """Every template of a message that a window may show, with the places that use it."""
    found: dict[str, list[str]] = {}
    for path, tree in sources("core", "lenet_desktop"):
        if path.parts[1] in _COMMAND_LINE:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node) in _MESSAGES:
                place = f"{path}:{node.lineno}"
                template = node.args[0]
                assert isinstance(template, ast.Constant), f"{place}: no literal template"
                found.setdefault(template.value, []).append(place)
    return found


def window_texts() -> tuple[set[tuple[str, str]], set[str]]:
    """Every text of a call of `tr` or `translate`: with its context, and those of `tr` alone."""
    with_context, of_tr = set[tuple[str, str]](), set[str]()
    for path, tree in sources("lenet_desktop"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            place = f"{path}:{node.lineno}"
            match _name(node), node.args:
                case "tr", [text, *_]:
                    of_tr.add(_literal(text, place))
                case "translate" | "QT_TRANSLATE_NOOP", [context, text, *_] if not _is_point(node):
                    if "message.template" not in ast.unparse(text):
                        with_context.add((_literal(context, place), _literal(text, place)))
    return with_context, of_tr


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _is_point(call: ast.Call) -> bool:
    """Whether it is `QPainter.translate` and its like, which take numbers."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return owner is not None and ast.unparse(owner) != "QCoreApplication"


def _literal(node: ast.expr, place: str) -> str:
    assert isinstance(node, ast.Constant), f"{place}: {ast.unparse(node)} is not a literal"
    assert isinstance(node.value, str), place
    return node.value
