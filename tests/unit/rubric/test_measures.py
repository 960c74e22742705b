"""
Measures: what each counts, where it cannot tell, and that no text and no pattern holds it up.
"""

from __future__ import annotations

import ast
import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import specl
from specl.model.show import show
from specl.resolve.measures import MEASURES
from specl.rubric import standalone
from specl.rubric.standalone.languages import LANGUAGES
from specl.rubric.standalone.measures import fitted, measure

ROOT = Path(__file__).parents[3]
_LIST = "# Primary colours\n- red\n- yellow\n- blue\n"
_COUNTS = ("words", "sentences", "paragraphs", "characters", "lines", "bullets", "headings")


def test_every_measure_of_the_language_is_there() -> None:
    """
    What a spec may name can be measured, and nothing else can.
    """
    for name, kind in MEASURES.items():
        measure(name, ["a"] * kind.arguments, "A text.")
        with pytest.raises(ValueError, match=f"no measure `{name}`"):
            measure(name, ["a"] * (kind.arguments + 1), "A text.")
    with pytest.raises(ValueError, match="no measure `syllables`"):
        measure("syllables", [], "A text.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("En Madrid son las siete y media de la tarde.", 10),
        ("don't well-known and/or", 3),
        ("one—two — three", 3),
        ("1. First\n2. Second", 2),
        ("> - quoted item", 2),
        ("In 1984, 3.5 percent", 4),
        ("*** --- •", 0),
        ("我很好", 3),
        ("コーヒー、ください", 6),
        ("안녕하세요 여러분", 2),
        ("สวัสดีครับ", None),
        ("The Thai word สวัสดี is a greeting", 7),
    ],
)
def test_words(text: str, expected: int | None) -> None:
    """
    A word has a letter or a digit and stands between spaces; an eastern character is one.
    """
    assert expected == measure("words", [], text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("...", 0),
        ("No mark at the end", 1),
        ("One. Two! Three? Four…", 4),
        ("Mr. Smith met Dr. J. Jones, i.e. the owner. He paid 3.5 dollars.", 2),
        ("Wait... what? See e.g. example.com for more.", 2),
        ('He said "Stop." Then he left.', 2),
        (_LIST, 4),
        ("```\nx = 1. Y = 2.\n```\nDone.", 1),
        ("你好。我很好！", 2),
        ("वह गया। मैं आया।", 2),
        ("هل أنت بخير؟ نعم.", 2),
        ("สวัสดีครับ", None),
    ],
)
def test_sentences(text: str, expected: int | None) -> None:
    """
    A sentence ends at its mark, unless the mark belongs to a word.
    """
    assert expected == measure("sentences", [], text)


@pytest.mark.parametrize(
    ("text", "paragraphs", "bullets", "headings", "lines"),
    [
        ("", 0, 0, 0, 0),
        ("\n\n", 0, 0, 0, 0),
        ("one\ntwo\n\nthree\n", 2, 0, 0, 4),
        ("one\r\n\r\ntwo\rthree", 2, 0, 0, 4),
        (_LIST, 0, 3, 1, 4),
        ("- a\n  - b\n    - c\n\n1. d\n2) e", 0, 5, 0, 6),
        ("- a\n\n  goes on\n\nafter", 1, 1, 0, 5),
        ("Title\n=====\ntext\n\nOther\n---", 1, 0, 2, 6),
        ("---\n\n***\n\n- - -", 0, 0, 0, 5),
        ("```md\n# no\n- no\n```\n~~~\n# no", 0, 0, 0, 6),
        ("    # indented code\n    - none", 0, 0, 0, 2),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\ntext", 1, 0, 0, 5),
        ("> # quoted\n> text\n>\n> more", 2, 0, 1, 4),
        ("It was\n1986. A year.\n#hashtag -5 *bold*", 1, 0, 0, 3),
        ("• one\n• two", 0, 2, 0, 2),
        ("####### seven\n-none", 1, 0, 0, 2),
    ],
)
def test_layout(text: str, paragraphs: int, bullets: int, headings: int, lines: int) -> None:
    """
    Blocks of Markdown are counted for what they are, and never those in code.
    """
    names = ("paragraphs", "bullets", "headings", "lines")
    assert (paragraphs, bullets, headings, lines) == tuple(measure(n, [], text) for n in names)


def test_characters_are_code_points() -> None:
    """
    A letter outside of the basic plane is one character, a combining mark another.
    """
    assert [1, 2, 44] == [
        measure("characters", [], text)
        for text in ("\U0001f600", "e\u0301", "En Madrid son las siete y media de la tarde.")
    ]


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_what_is_json_is_told_as_json(value: object) -> None:
    """
    What Python writes as JSON is JSON, but for `NaN` and `Infinity`.
    """
    text = json.dumps({"key": value}, ensure_ascii=False, indent=1)
    plain = not re.search(r"\b(NaN|Infinity)\b", json.dumps(value).replace('"', " "))
    assert plain is measure("json", [], text) or "NaN" in text or "Infinity" in text


@settings(max_examples=300)
@given(st.text(alphabet='[]{},:"\\0123456789eE+-. \nntruefalsl', max_size=12))
def test_json_agrees_with_pythons_reader(text: str) -> None:
    """
    Broken JSON is told as Python's own reader tells it.
    """
    try:
        json.loads(text)
        expected = True
    except ValueError:
        expected = False
    assert expected is measure("json", [], text)


@pytest.mark.parametrize(
    "text", ["NaN", "[Infinity]", "```json\n{}\n```", "{} {}", "\ufeff{}", '"\t"', "{'a': 1}", ""]
)
def test_what_is_not_json(text: str) -> None:
    """
    Extensions, fences and what stands beside a value are no JSON.
    """
    assert measure("json", [], text) is False


def test_json_may_be_nested_deeply() -> None:
    """
    No depth is too deep, and no depth breaks the reader.
    """
    assert measure("json", [], "[" * 100_000 + "]" * 100_000) is True
    assert measure("json", [], "[" * 100_000 + "]" * 99_999) is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no shouting, 2 dots.", "lower_case"),
        ("ALL CAPS!", "upper_case"),
        ("Mixed", "mixed_case"),
        ("ἀθῆναι", "lower_case"),
        ("12.5 你好", None),
        ("", None),
    ],
)
def test_case(text: str, expected: str | None) -> None:
    """
    Only letters that have a case count, and without any there is no telling.
    """
    assert expected == measure("case", [], text)


_SAMPLES = {
    "en": "I have passed this to a colleague, who will get back to you.",
    "es": "No puedo ayudarte con eso, pero hay otra forma de hacerlo.",
    "fr": "Je ne peux pas vous aider, mais il y a une autre solution.",
    "de": "Ich habe das Formular an meine Kollegin weitergegeben.",
    "pt": "Não posso ajudar com isso, mas há uma outra forma de fazer.",
    "it": "Non posso aiutarti con questo, ma c'è un altro modo di farlo.",
    "nl": "Ik kan u daar niet mee helpen, maar er is een andere manier.",
    "sv": "Jag kan inte hjälpa dig med det, men det finns ett annat sätt.",
    "pl": "Nie mogę w tym pomóc, ale jest inny sposób, żeby to zrobić.",
    "tr": "Bu konuda yardımcı olamam ama daha iyi bir yol var.",
    "ru": "Я не могу помочь с этим, но есть другой способ.",
    "uk": "Я не можу допомогти з цим, але є інший спосіб, та він кращий.",
    "ar": "لا يمكن أن أساعد في هذا، لكن هناك حل آخر على هذه الصفحة.",
    "hi": "मैं इसमें मदद नहीं कर सकता, लेकिन एक और तरीका है।",
    "el": "Δεν μπορώ να βοηθήσω με αυτό.",
    "he": "אני לא יכול לעזור בזה.",
    "ja": "それについてはお手伝いできません。",
    "zh": "这件事我无法帮助你。",
    "ko": "그것은 도와드릴 수 없습니다.",
    "th": "ฉันช่วยเรื่องนี้ไม่ได้",
}


@pytest.mark.parametrize("tag", _SAMPLES)
def test_language(tag: str) -> None:
    """
    One plain sentence is enough for a language with a script or with words of its own.
    """
    assert tag in LANGUAGES
    assert tag == measure("language", [], _SAMPLES[tag])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "OK!",
        "12.5",
        "Done! $900 is on its way.",
        "x = y + 1",
        "Xyzzy plugh frotz blorb gnusto rezrov.",
        f"{_SAMPLES['en']} {_SAMPLES['ru']}",
        f"{_SAMPLES['de']} {_SAMPLES['en']}",
        "Ne mogu da ti pomognem u tome, ali postoji i drugi način da se to uradi.",
        "```\nfor the and of to is in that\n```",
    ],
)
def test_no_language_is_guessed(text: str) -> None:
    """
    Too few words, a mixture, code, and a language without a list have no tag.
    """
    assert measure("language", [], text) is None


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (7, {"kind": "int", "low": 0, "high": 5}, 5),
        (7, {"kind": "int", "low": 10, "high": None}, 10),
        (7, {"kind": "real", "low": 0, "high": "20/3"}, "20/3"),
        (7, {"kind": "int", "low": None, "high": None}, 7),
        (True, {"kind": "bool"}, True),
        ("pt-BR", {"kind": "text"}, "pt-BR"),
        ("pt-BR", {"kind": "choice", "values": ["pt", "pt_br"]}, "pt_br"),
        ("pt-BR", {"kind": "choice", "values": ["en", "pt"]}, "pt"),
        ("lower_case", {"kind": "choice", "values": ["lower", "upper", "mixed"]}, "lower"),
        ("fr", {"kind": "choice", "values": ["en", "other"]}, "other"),
        ("fr", {"kind": "choice", "values": ["en", "es"]}, None),
        (None, {"kind": "choice", "values": ["en", "other"]}, None),
    ],
)
def test_what_is_measured_fits_the_act(value: object, kind: dict[str, object], expected: object):
    """
    Numbers are put within the range, names become values of the choice, or nothing does.
    """
    assert expected == fitted(value, kind)


@pytest.mark.parametrize("name", sorted(set(MEASURES) - {"regex"}))
@pytest.mark.parametrize(
    "text",
    ["." * 200_000 + "x", "[" * 200_000, '!"' * 100_000, "- a\n" + "```\n```\nt\n" * 20_000,
     "> " * 100_000, "`" * 200_000, "\n" * 200_000, "1. " * 70_000, "a|b\n|-|\n" * 25_000,
     '"' + "\\" * 200_000, "x. " * 70_000, " " * 200_000 + "a", "\u202e" * 200_000],
    ids=lambda text: repr(text[:9]),
)  # fmt: skip
def test_no_text_holds_a_measure_up(name: str, text: str) -> None:
    """
    Every measure takes time in step with the text.
    """
    started = time.process_time()
    measure(name, [], text)
    assert time.process_time() - started < 5


# What the standard library says of these acts


_MARKED = st.text(alphabet="ab.! 1\n\r#->*|`=\u2028{}[]:,\"'你ก\t", max_size=40)


@settings(max_examples=500)
@given(_MARKED)
def test_measures_keep_the_constraints_of_std_format(text: str) -> None:
    """
    What code measures in any text is a reply that `std.format` says can exist.
    """
    count = {name: measure(name, [], text) for name in _COUNTS}
    known = {name: value for name, value in count.items() if value is not None}
    characters, lines = count["characters"], count["lines"]
    assert isinstance(characters, int)
    assert isinstance(lines, int)
    assert known.get("words", 0) <= characters
    assert known.get("sentences", 0) <= characters
    assert max(known["paragraphs"], known["bullets"], known["headings"]) <= lines <= characters + 1
    if measure("json", [], text):
        assert known["bullets"] == known["headings"] == 0


def test_the_examples_of_std_format_are_measured_as_they_say() -> None:
    """
    Each good reply of the module shows what its author says, to the number.
    """
    spec = specl.load(ROOT / "stdlib" / "std" / "format.specl")
    measures = {act.name: act.measure for act in spec.acts.values()}
    said = 0
    for example in spec.examples:
        for reply in example.replies:
            for shown in reply.shows or ():
                name, _, value = show(shown).partition(" == ")
                found = measure(measures[name].name, [], reply.text)
                assert json.loads(value or "true") == found, (example.name, name)
                said += 1
    assert said == 11


# Texts that are put into what targets write


def test_a_text_of_measures_runs_by_itself() -> None:
    """
    The text of the modules, one after the other, needs nothing but Python.
    """
    text = "from __future__ import annotations\n" + standalone.source("measures", "scores")
    assert "specl" not in {
        node.module.split(".")[0] for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and node.module
    }  # fmt: skip
    space: dict[str, object] = {}
    exec(text, space)  # noqa: S102 - the text is ours
    assert 3 == space["measure"]("words", [], "one two three")  # type: ignore[operator]


def test_no_two_modules_share_a_name() -> None:
    """
    Modules whose texts stand one after the other define each name once.
    """
    folder = Path(standalone.__file__).parent
    owners: dict[str, str] = {}
    for path in sorted(folder.glob("[a-z]*.py")):
        for part in ast.parse(path.read_text(encoding="utf-8")).body:
            for name in _defined(part):
                assert owners.setdefault(name, path.name) == path.name, name


def _defined(part: ast.stmt) -> list[str]:
    if isinstance(part, ast.FunctionDef | ast.ClassDef):
        return [part.name]
    targets = part.targets if isinstance(part, ast.Assign) else []
    names = [name for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
    return [name.id for name in names if name.id != "__all__"]
