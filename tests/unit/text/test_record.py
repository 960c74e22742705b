"""
Records: frozen, compared by their fields, and cheap to define.
"""

from __future__ import annotations

import attrs
import pytest

from specl.text.record import record


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
