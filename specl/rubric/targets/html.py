"""
A rubric as one page for people, which asks nothing of any network.

The page says all that the Markdown does, and lets its reader say what is known: a criterion that
then does not apply goes out of sight. The policy in its head admits the page's own style and
script, by their digests, and nothing else; without script the page is whole, only without filter.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from specl.rubric.job import Job, OutputFile, Written
from specl.rubric.model import Rubric
from specl.rubric.page.cards import criteria_section
from specl.rubric.page.controls import filter_form
from specl.rubric.page.data import deciding_facts, page_data
from specl.rubric.page.markup import embedded
from specl.rubric.page.sections import chain, guide, head, rest, title, vocabularies

__all__ = ["to_html", "write"]


def write(job: Job) -> Written:
    """
    Write the rubric as one page.
    """
    return Written((OutputFile("rubric.html", to_html(job.rubric, whole=job.whole)),))


def to_html(rubric: Rubric, *, whole: Rubric | None = None) -> str:
    """
    Return a rubric as a page of HTML.

    Args:
        rubric: What the page shows.
        whole: What it is a part of, where it is one: what it leaves out may set aside what it
            shows.
    """
    whole = whole or rubric
    style, script = _resource("page.css"), _resource("values.js") + _resource("page.js")
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Rubric: {title(rubric)}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#criteria">To the criteria</a>
{head(rubric)}
<div class="page">
<aside>{chain(rubric)}{filter_form(deciding_facts(whole))}</aside>
<main>
{guide(rubric)}
{criteria_section(rubric)}
{vocabularies(rubric)}
{rest(rubric)}
</main>
</div>
<script type="application/json" id="data">{embedded(page_data(whole))}</script>
<script>{script}</script>
</body>
</html>
"""


@cache
def _resource(name: str) -> str:
    return files("specl.rubric.page").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """
    Return a policy that admits one style and one script, and no request to anywhere.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_digest(style)}",
            f"script-src {_digest(script)}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
