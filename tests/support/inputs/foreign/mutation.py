"""Seeded mutations of files and answers, blind and aware of a format's structure."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

INTERESTING = [
    b"", b"\x00", b"\xff" * 8, b"\x00" * 64, b"1e999", b"-Infinity", b"NaN", b"true", b"null", b"[",
    b"{", b"9" * 400, b"\n", b"\r\n", b"\xed\xa0\x80", b'"', b"<html>", b"PK\x03\x04", b"\x1f\x8b",
    b"BF16", b"[" * 5000,
]  # fmt: skip
ODD_VALUES: list[Any] = [
    None, True, -1, 0, 3.5, 10**30, 1e999, math.nan, "", "text", "<b>bold</b>", "two\nlines", [],
    {}, [[1]], {"a": 1}, "\ud800", ["x"] * 50, "x" * 70_000,
]  # fmt: skip


def mutated(content: bytes, rng: random.Random, interesting: list[bytes] = INTERESTING) -> bytes:
    """Change, remove, repeat, insert or truncate some bytes, often near the start."""
    changed = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        last = max(1, len(changed))
        at = rng.randrange(min(last, 200)) if rng.random() < 0.6 else rng.randrange(last)
        length = rng.choice([1, 1, 4, 30])
        match rng.randrange(7):
            case 0:
                changed[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length]
            case 3:
                changed[at:at] = rng.choice(interesting)
            case 4:
                changed[at : at + length] = rng.choice(interesting)
            case 5:
                # A length or an offset.
                size = rng.choice([2, 4, 8])
                number = rng.choice([0, 1, 2**7, 2**16 - 1, 2**31, 2**32 - 1, 2**63])
                order = rng.choice(["little", "big"])
                changed[at : at + size] = (number % 256**size).to_bytes(size, order)
            case _:
                # A few files end early; a bit changes in the others.
                flipped = bytes(byte ^ 1 << rng.randrange(8) for byte in changed[at : at + 1])
                changed[at : None if rng.random() < 0.2 else at + 1] = flipped
    return bytes(changed)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value in nested lists and objects."""
    children = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in children:
        yield (*path, key)
        if isinstance(child, (dict, list)):
            yield from leaves(child, (*path, key))


def change_value(value: Any, rng: random.Random) -> None:
    """Replace a value in nested lists and objects by an odd one, or remove it."""
    places = list(leaves(value))
    if not places:
        return
    *parents, last = rng.choice(places)
    for key in parents:
        value = value[key]
    if rng.random() < 0.2:
        del value[last]
    else:
        value[last] = deepcopy(rng.choice(ODD_VALUES))  # It may be changed in its turn.


def mutated_json(content: bytes, rng: random.Random) -> bytes:
    """Change values of a JSON file, which stays JSON."""
    value = json.loads(content)
    for _ in range(rng.choice([1, 1, 3])):
        change_value(value, rng)
    return json.dumps(value).encode()


def mutated_words(content: bytes, rng: random.Random) -> bytes:
    """Replace words of some lines by odd ones, or by words of other lines."""
    lines = content.decode().splitlines()
    words = [word for line in lines for word in line.split()]
    odd = ["", "9" * 5000, "-1", "nan", "1e999", "٣", "²", "[" * 5000, "\u2028", "\ud800",
           "../x", "<b>", "=", ",", ":", "{{", "x" * 300]  # fmt: skip
    for _ in range(rng.choice([1, 1, 3])):
        number = rng.randrange(len(lines))
        parts = lines[number].split(" ")
        parts[rng.randrange(len(parts))] = rng.choice(odd if rng.random() < 0.6 else words)
        lines[number] = " ".join(parts)
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def mutated_lines(content: bytes, rng: random.Random) -> bytes:
    """Change values in some lines of JSON, which stay JSON."""
    lines = content.splitlines()
    for _ in range(rng.choice([1, 1, 3])):
        number = rng.randrange(len(lines))
        value = json.loads(lines[number])
        change_value(value, rng)
        lines[number] = json.dumps(value).encode()
    return b"\n".join(lines)


def mutated_header(content: bytes, rng: random.Random) -> bytes:
    """Change values in the header of a safetensors file, which keeps the right length."""
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + size])
    metadata = header.get("__metadata__", {})
    for _ in range(rng.choice([1, 1, 3])):
        texts = {key: text for key, text in metadata.items() if isinstance(text, str)}
        nested = [key for key, text in texts.items() if text.startswith("{")]
        if nested and rng.random() < 0.5:
            key = rng.choice(nested)
            value = json.loads(metadata[key])
            change_value(value, rng)
            metadata[key] = json.dumps(value)
        else:
            change_value(header, rng)
            metadata = header.get("__metadata__", {})
            metadata = metadata if isinstance(metadata, dict) else {}
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + content[8 + size :]


def spliced(content: bytes, rng: random.Random) -> bytes:
    """Join parts of a file in another order, or repeat one of them."""
    cuts = sorted(rng.randrange(len(content) + 1) for _ in range(rng.choice([1, 2, 4])))
    parts = [content[a:b] for a, b in zip([0, *cuts], [*cuts, len(content)], strict=True)]
    rng.shuffle(parts)
    return b"".join(parts) + rng.choice([b"", rng.choice(parts) * 3])


def mutated_values(content, rng):
    """Replace the value of a setting."""
    lines = content.decode().splitlines()
    number = rng.choice([number for number, line in enumerate(lines) if "=" in line])
    odd = ["", "9" * 5000, "-1", "nan", "1e999", "@Invalid()", "@Rect(1 2)", "@Variant(\\0\\0)",
           "/x", "a, b", "@ByteArray(a)", "\\xd800", "~", "/dev/zero"]  # fmt: skip
    lines[number] = lines[number].split("=")[0] + "=" + rng.choice([*odd, "/" + "x/" * 3000])
    return "\n".join(lines).encode()


def mutations_of(name: str) -> list[Callable[[bytes, random.Random], bytes]]:
    """Return the strategies for a format or a store, those that know its structure more often."""
    aware = {
        mutated_header: (".safetensors", "folder", "of a run", "networks"),
        mutated_json: ("experiment.json", "notes"),
        mutated_lines: ("ink.jsonl", "my digits", "recent drawings"),
        mutated_words: ("lesson.md",),
        mutated_values: ("settings",),
    }
    for strategy, names in reversed(aware.items()):
        if name.endswith(names):
            return [mutated, spliced, strategy, strategy]
    return [mutated, mutated, spliced]
