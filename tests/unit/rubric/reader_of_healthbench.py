"""
A reader of HealthBench's rows that grades replies the way HealthBench does.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

__all__ = ["graded"]

_PROMPT = "Conversation:\n<<conversation>>\n\nItem:\n<<rubric_item>>\n"


def graded(row: Any, reply: str, is_met: Callable[[str], bool]) -> dict[str, Fraction]:
    """
    Return the scores of a reply: `overall_score`, and one for each tag that has points to win.

    Args:
        row: A row, read from JSON.
        reply: What the assistant said; it follows the row's prompt.
        is_met: From the prompt about one item to whether the judge finds it met.
    """
    turns = [*row["prompt"], {"role": "assistant", "content": reply}]
    said = "\n\n".join(f"{turn['role']}: {turn['content']}" for turn in turns)
    items = row["rubrics"]
    verdicts = []
    for item in items:
        shown = f"[{item['points']}] {item['criterion']}"
        prompt = _PROMPT.replace("<<conversation>>", said).replace("<<rubric_item>>", shown)
        assert prompt.count(shown) == 1, "a turn has the place of the item"
        verdicts.append(is_met(prompt))
    overall = _score(items, verdicts)
    assert overall is not None, "a row without points"
    found = {"overall_score": overall}
    for tag in row["example_tags"]:
        assert tag not in found, f"`{tag}` stands twice"
        found[tag] = overall
    for tag, part in _by_tag(items, verdicts).items():
        score = _score([item for item, _ in part], [met for _, met in part])
        if score is not None:
            found[tag] = score
    return found


def _score(items: list[Any], verdicts: list[bool]) -> Fraction | None:
    """
    Return the points achieved, as a share of those that could be.
    """
    possible = sum(item["points"] for item in items if item["points"] > 0)
    achieved = sum(item["points"] for item, met in zip(items, verdicts, strict=True) if met)
    return Fraction(achieved, possible) if possible else None


def _by_tag(items: list[Any], verdicts: list[bool]) -> dict[str, list[tuple[Any, bool]]]:
    found: dict[str, list[tuple[Any, bool]]] = {}
    for item, met in zip(items, verdicts, strict=True):
        assert len(item["tags"]) == len({*item["tags"]}), "an item has a tag twice"
        for tag in item["tags"]:
            found.setdefault(tag, []).append((item, met))
    return found
