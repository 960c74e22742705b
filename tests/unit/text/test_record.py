"""
Records: frozen, compared by their fields, and cheap to define.
"""

from __future__ import annotations

import copy
import inspect
import pickle
import weakref
from functools import cached_property

import attrs
import pytest

from specl.text.record import evolved, maker, mutable, record


@record
class Point:
    """
    A place with a note that does not count.
    """

    x: int
    y: int = 0
    note: str = attrs.field(default="", eq=False, repr=False)


@record
class Pair:
    """
    Another class with the same values.
    """

    x: int
    y: int = 0


@record
class Path:
    """
    Points, with a length that is worked out and a name that only stands by name.
    """

    points: tuple[Point, ...] = ()
    labels: dict[str, str] = attrs.field(factory=dict, eq=False)
    length: int = attrs.field()
    name: str = attrs.field(default="", kw_only=True)

    @length.default
    def _length_of_points(self) -> int:
        return len(self.points)


@record(slots=False, kw_only=True)
class Roomy:
    """
    A class whose objects keep what they have worked out.
    """

    x: int
    y: int = 2

    @cached_property
    def total(self) -> int:
        """
        Return the sum.
        """
        return self.x + self.y


@record(cache_hash=True)
class Word:
    """
    A record that keeps its hash.
    """

    text: Counted
    note: str = attrs.field(default="", eq=False)


@attrs.define(eq=False)
class Counted:
    """
    Something that counts how often its hash is asked for.
    """

    asked: int = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Counted)

    def __hash__(self) -> int:
        self.asked += 1
        return 7


@record
class Origin:
    """
    A record without fields.
    """


def test_records_are_equal_where_class_and_fields_are() -> None:
    """
    Fields left out of equality do not count; a record of another class is never equal.
    """
    assert Point(1, 2, note="a") == Point(1, 2, note="b")
    assert Point(1, 2) != Point(2, 1)
    assert Point(1, 2) != Pair(1, 2)
    assert Origin() == Origin()


def test_equal_records_have_one_hash() -> None:
    """
    A record serves as a key.
    """
    assert {Point(1, 2): "here", Origin(): "there"} == {Point(1, 2, "a"): "here", Origin(): "there"}
    assert 3 == len({Point(1, 2), Point(2, 1), Pair(1, 2), Point(1, 2, "b")})


def test_a_record_shows_its_fields() -> None:
    """
    What is shown reads like the call that makes it.
    """
    assert "Point(x=1, y=2)" == repr(Point(1, 2, "a"))
    assert "Origin()" == repr(Origin())


def test_a_record_is_frozen() -> None:
    """
    A field cannot be set; `attrs.evolve` makes a changed copy.
    """
    point = Point(1, 2)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        point.x = 2  # type: ignore[misc]
    assert Point(1, 3) == attrs.evolve(point, y=3)


def test_defaults_are_values_factories_and_what_follows_from_other_fields() -> None:
    """
    Each object has its own default where a factory makes it.
    """
    path = Path((Point(1), Point(2)))
    assert (2, "", {}) == (path.length, path.name, path.labels)
    assert Path().labels is not Path().labels
    assert 7 == Path(length=7).length


def test_fields_by_name_alone() -> None:
    """
    What is given by name alone is refused by place, and no pattern matches it by place.
    """
    assert Path(name="way") == Path((), {}, 0, name="way")
    with pytest.raises(TypeError):
        Path((), {}, 0, "way")  # type: ignore[misc]
    assert ("points", "labels", "length") == Path.__match_args__
    assert () == Roomy.__match_args__


def test_missing_and_unknown_fields_are_refused() -> None:
    """
    A call is held against the fields as any other call.
    """
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Point(1, z=2)  # type: ignore[call-arg]


def test_attrs_knows_a_record() -> None:
    """
    `attrs.fields`, `attrs.has` and `attrs.asdict` take a record for a class of attrs.
    """
    assert attrs.has(Point)
    assert ["x", "y", "note"] == [field.name for field in attrs.fields(Point)]
    assert [True, True, False] == [field.eq for field in attrs.fields(Point)]
    assert {"x": 1, "y": 2, "note": ""} == attrs.asdict(Point(1, 2))


def test_the_signature_of_a_record() -> None:
    """
    Tools see the fields with their types and defaults.
    """
    shown = str(inspect.signature(Roomy))
    assert "(*, x: 'int', y: 'int' = 2) -> None" == shown


def test_a_record_with_room_keeps_what_it_has_worked_out() -> None:
    """
    Without slots a cached property works, and nothing can be set all the same.
    """
    roomy = Roomy(x=1)
    assert (3, 3) == (roomy.total, roomy.total)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del roomy.x


def test_records_are_copied_and_pickled() -> None:
    """
    A copy and what comes out of a pickle are equal to the record, and of its class.
    """
    path = Path((Point(1, 2, "a"),), {"a": "b"}, name="way")
    for other in (copy.copy(path), copy.deepcopy(path), pickle.loads(pickle.dumps(path))):  # noqa: S301
        assert path == other
        assert Path is type(other)
        assert path.labels == other.labels


def test_a_changed_copy() -> None:
    """
    `evolved` changes the fields named and no others; it refuses what is no field.
    """
    assert Point(1, 5, "a") == evolved(Point(1, 2, "a"), y=5)
    assert "a" == evolved(Point(1, 2, "a"), y=5).note
    with pytest.raises(TypeError):
        evolved(Point(1), z=5)


def test_made_by_the_maker() -> None:
    """
    What a maker makes is what a call makes: equal, frozen and of the class.
    """
    made = maker(Point)(1, 2, "a")
    assert (Point, Point(1, 2), "a") == (type(made), made, made.note)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.x = 2


def test_a_kept_hash_is_worked_out_once() -> None:
    """
    However often an object is a key; equal objects have one hash all the same.
    """
    word = Word(Counted())
    assert {word: 1, Word(Counted(), "b"): 2} == {word: 2}
    assert (hash(word), 1) == (hash(word), word.text.asked)
    assert hash(maker(Word)(Counted(), "")) == hash(word) == hash(evolved(word, note="c"))


def test_a_kept_hash_is_not_pickled() -> None:
    """
    In another run texts have other hashes, and so has what is made of them.
    """
    word = Word(Counted())
    assert hash(word) == hash(word)
    other = pickle.loads(pickle.dumps(word))  # noqa: S301
    before = other.text.asked
    assert (hash(word), before + 1) == (hash(other), other.text.asked)


@mutable
class Tally:
    """
    An object that changes.
    """

    name: str
    _steps: int = 0
    found: list[int] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.found.append(self._steps)


def test_what_changes_is_an_object_of_its_own():
    """
    Fields can be set and no others, two objects are never equal, and lists are not shared.
    """
    one, other = Tally("a", 3), Tally("a", steps=3)
    assert one != other
    assert len({one, other}) == 2
    one.found.append(4)
    one.name = "b"
    assert (one.name, one.found, other.found) == ("b", [3, 4], [3])
    with pytest.raises(AttributeError):
        one.more = 1
    with pytest.raises(TypeError):
        Tally()
    assert weakref.ref(one)() is one


def test_attrs_knows_what_changes():
    """
    They are what `attrs.evolve` changes and `attrs.fields` tells, as a signature has them.
    """
    copied = attrs.evolve(Tally("a", 3), name="b")
    assert (copied.name, copied._steps) == ("b", 3)
    assert [field.name for field in attrs.fields(Tally)] == ["name", "_steps", "found"]
    assert list(inspect.signature(Tally).parameters) == ["name", "steps", "found"]
