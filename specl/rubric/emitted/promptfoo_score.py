"""
The verdicts on one reply as a promptfoo result, in which priority is kept.

Only what was decided counts. A criterion that does not apply, or of which the judge is unsure, is
no assertion that passed: it stands in the metadata, with its verdict.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from specl.rubric.standalone.scores import score

HERE = Path(__file__).parent
DECIDED = ("complies", "violates")


def get_score(named_scores: Mapping[str, float], context: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the result of a test, as promptfoo's `assertScoringFunction` does.

    A criterion without an assertion counts for nothing: whoever deleted it does not want it.

    Args:
        named_scores: The scores of all metrics.
        context: `componentResults`: the results of all assertions.
    """
    data = json.loads((HERE / "specl_rubric.json").read_text(encoding="utf-8"))
    results = context["componentResults"]
    verdicts = {
        each["metadata"]["specl"]["criterion"]: each["metadata"]["specl"]["verdict"]
        for each in results
        if _is_criterion(each)
    }
    wanted = [[pair for pair in tier["criteria"] if pair[0] in verdicts] for tier in data["tiers"]]
    scored = score(wanted, verdicts, data["scoring"])
    left = [each for each in results if _counts(each, data, verdicts)]
    failed = [each for each in left if not each["pass"]]
    return {
        "pass": not failed and scored["counts"]["unsure"] == 0,
        "score": _number(scored),
        "reason": _reason(verdicts),
        "namedScores": _metrics(named_scores, data, verdicts),
        "componentResults": left,
        "metadata": {"specl": {"verdicts": verdicts, "score": _shown(scored)}},
    }


def _is_criterion(result: Mapping[str, Any]) -> bool:
    return "specl" in (result.get("metadata") or {})


def _counts(
    result: Mapping[str, Any], data: Mapping[str, Any], verdicts: Mapping[str, str]
) -> bool:
    """
    Tell whether a result is decided, be it of a criterion, of a tier or of anything else.
    """
    if _is_criterion(result):
        return result["metadata"]["specl"]["verdict"] in DECIDED
    metric = ((result.get("metadata") or {}).get("assertionSet") or {}).get("metric")
    tier = next((each for each in data["tiers"] if each["metric"] == metric), None)
    return tier is None or _share(tier, verdicts) is not None


def _share(tier: Mapping[str, Any], verdicts: Mapping[str, str]) -> float | None:
    """
    Return how much of the weight of a tier that applies is met, unless that is open.
    """
    weights = dict.fromkeys((*DECIDED, "not_applicable", "unsure"), 0)
    for name, weight in tier["criteria"]:
        if name in verdicts:
            weights[verdicts[name]] += weight
    if weights["unsure"]:
        return None
    applies = weights["complies"] + weights["violates"]
    return weights["complies"] / applies if applies else None


def _number(scored: Mapping[str, Any]) -> float:
    """
    Return a score as a number: 1 where nothing applies, the lowest it can be where it is open.
    """
    if scored["value"] is not None:
        return float(scored["value"])
    return 1.0 if scored["low"] is None else float(scored["low"])


def _shown(scored: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        name: None if scored[name] is None else str(scored[name])
        for name in ("value", "low", "high")
    }


def _reason(verdicts: Mapping[str, str]) -> str:
    """
    Return what came of a reply in one line.
    """
    by: dict[str, list[str]] = {}
    for name, verdict in verdicts.items():
        by.setdefault(verdict, []).append(name)
    said = [f"violates {', '.join(by['violates'])}"] if "violates" in by else []
    said += [f"unsure of {', '.join(by['unsure'])}"] if "unsure" in by else []
    said += [f"complies with {len(by['complies'])}"] if "complies" in by else []
    said += [f"{len(by['not_applicable'])} do not apply"] if "not_applicable" in by else []
    return "; ".join(said)


def _metrics(
    named_scores: Mapping[str, float], data: Mapping[str, Any], verdicts: Mapping[str, str]
) -> dict[str, float]:
    """
    Return the scores of all metrics of which something was decided.
    """
    own = {tier["metric"]: _share(tier, verdicts) for tier in data["tiers"]}
    for name, verdict in verdicts.items():
        own[name] = float(verdict == "complies") if verdict in DECIDED else None
    others = {name: each for name, each in named_scores.items() if name not in own}
    return {**others, **{name: each for name, each in own.items() if each is not None}}
