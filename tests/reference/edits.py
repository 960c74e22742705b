"""
Random edits of a spec's text, such as people make: most of them leave it meaning something.
"""

from __future__ import annotations

import re
from random import Random

__all__ = ["edited"]

_RULE = re.compile(r"^rule (\w+)([^{]*)\{\n(?:.*\n)*?\}\n", re.MULTILINE)
_NORM = re.compile(r"^  (must|should|may|need not)\b.*$", re.MULTILINE)


def edited(text: str, random: Random) -> str:
    """
    Return a text after one random edit.
    """
    rules = list(_RULE.finditer(text))
    edit = random.choice([_drop, _copy, _rename, _renorm, _condition, _space, _override, _move])
    if not rules or random.random() < 0.1:
        edit = random.choice([_space, _comment_end, _vocabulary])
        return edit(text, None, random)
    return edit(text, random.choice(rules), random)


def _splice(text: str, rule: re.Match[str], new: str) -> str:
    return text[: rule.start()] + new + text[rule.end() :]


def _drop(text: str, rule: re.Match[str], _random: Random) -> str:
    return _splice(text, rule, "")


def _copy(text: str, rule: re.Match[str], random: Random) -> str:
    head = f"rule {rule[1]}_copy{random.randrange(99)}{rule[2]}"
    copy = head + rule[0][len(f"rule {rule[1]}{rule[2]}") :]
    where = random.choice(list(_RULE.finditer(text)))
    return text[: where.end()] + copy + text[where.end() :]


def _rename(text: str, rule: re.Match[str], random: Random) -> str:
    new = f"{rule[1]}n{random.randrange(9)}"
    if random.random() < 0.5:
        return re.sub(rf"\b{rule[1]}\b", new, text)
    return _splice(text, rule, rule[0].replace(f"rule {rule[1]}", f"rule {new}", 1))


def _renorm(text: str, rule: re.Match[str], random: Random) -> str:
    """
    Give a rule the norm of another, of any part of the spec.
    """
    norms = _NORM.findall(text) and [found[0] for found in _NORM.finditer(text)]
    body = _NORM.sub(lambda _: random.choice(norms), rule[0], count=1)
    return _splice(text, rule, body)


def _condition(text: str, rule: re.Match[str], random: Random) -> str:
    whens = [found[0] for found in re.finditer(r"^  when .*$", text, re.MULTILINE)]
    lines = [line for line in rule[0].splitlines() if not line.startswith("  when")]
    if whens and random.random() < 0.7:
        lines.insert(2, random.choice(whens))
    return _splice(text, rule, "\n".join(lines) + "\n")


def _space(text: str, rule: re.Match[str] | None, random: Random) -> str:
    """
    Put blank lines or comments somewhere between lines.
    """
    del rule
    lines = text.splitlines(keepends=True)
    extra = random.choice(["\n", "# a remark\n", '# rule x { "', "  \n\n"])
    lines.insert(random.randrange(len(lines) + 1), extra if extra.endswith("\n") else extra + "\n")
    return "".join(lines)


def _override(text: str, rule: re.Match[str], random: Random) -> str:
    other = random.choice(list(_RULE.finditer(text)))[1]
    if "overrides" in rule[2]:
        head = re.sub(r" overrides \w+(, \w+)*", "", rule[2])
    else:
        head = f"{rule[2].rstrip()} overrides {other} "
    return _splice(text, rule, rule[0].replace(rule[2], head, 1))


def _move(text: str, rule: re.Match[str], random: Random) -> str:
    rest = _splice(text, rule, "")
    places = [found.end() for found in _RULE.finditer(rest)] or [len(rest)]
    at = random.choice(places)
    return rest[:at] + rule[0] + rest[at:]


def _comment_end(text: str, rule: None, random: Random) -> str:
    del rule
    return text.rstrip("\n") if random.random() < 0.5 else text + "# the end"


def _vocabulary(text: str, rule: None, random: Random) -> str:
    """
    Declare something, or drop a declaration.
    """
    del rule
    lines = text.splitlines(keepends=True)
    if random.random() < 0.5:
        return text + f'fact extra{random.randrange(99)}: bool "Is it?"\n'
    droppable = [n for n, line in enumerate(lines) if line.startswith(("constraint", "assume"))]
    if droppable:
        del lines[random.choice(droppable)]
    return "".join(lines)
