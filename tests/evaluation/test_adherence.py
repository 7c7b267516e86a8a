from __future__ import annotations

from dataclasses import replace

import pytest

from studio.evaluation.adherence import adherence, found_in_box, found_within, verdicts
from studio.evaluation.reading import Found, Reading
from studio.scenes.claims import Claims, Mention
from studio.scenes.description import Box

BOAT = Found("boat", "red", "large", "near", Box(0.1, 0.5, 0.2, 0.2), 0.9)
CAT = Found("cat", "blue", "small", "near", Box(0.7, 0.5, 0.2, 0.2), 0.8)
READING = Reading({"sky": "sunset", "ground": "sea", "style": "flat"}, (BOAT, CAT))


def holding(claims: Claims, reading: Reading = READING) -> dict[str, bool]:
    return {verdict.label: verdict.holds for verdict in verdicts(reading, claims)}


def test_scenery_is_compared_by_name() -> None:
    assert holding(Claims(sky="sunset", ground="lake")) == {
        "sky:sunset": True,
        "ground:lake": False,
    }


def test_what_is_unsaid_is_not_judged() -> None:
    assert holding(Claims((Mention("boat"),))) == {"thing:boat": True}


def test_everything_said_of_a_thing_that_is_missing_fails() -> None:
    claims = Claims((Mention("whale", "grey", "left", 1, "large", "far"),))
    assert set(holding(claims).values()) == {False}
    assert len(holding(claims)) == 6


def test_a_colour_belongs_to_its_thing() -> None:
    claims = Claims((Mention("boat", "blue"), Mention("cat", "red")))
    assert holding(claims) == {
        "thing:boat": True,
        "colour:boat:blue": False,
        "thing:cat": True,
        "colour:cat:red": False,
    }


def test_place_size_and_distance_are_read_from_the_thing() -> None:
    claims = Claims((Mention("boat", "red", "left", 1, "large", "near"),))
    assert set(holding(claims).values()) == {True}
    claims = Claims((Mention("boat", "", "right", 0, "small", "far"),))
    assert sum(holding(claims).values()) == 1


def test_like_things_are_counted_and_placed_together() -> None:
    other = replace(BOAT, box=replace(BOAT.box, left=0.7))
    pair = replace(READING, things=(BOAT, other))
    assert holding(Claims((Mention("boat", "red", "middle", 2),)), pair)["count:boat:2"]
    assert holding(Claims((Mention("boat", "red", "middle", 2),)), pair)["place:boat:middle"]
    assert not holding(Claims((Mention("boat", count=1),)), pair)["count:boat:1"]


def test_several_means_more_than_one() -> None:
    assert not holding(Claims((Mention("boat", several=True),)))["count:boat:several"]


def test_adherence_is_the_share_of_all_claims_and_binding_takes_whole_captions() -> None:
    right = Claims((Mention("boat", "red"), Mention("cat", "blue")), sky="sunset")
    half = Claims((Mention("boat", "red"), Mention("cat", "red")), sky="day")
    shares = adherence([READING, READING], [right, half])
    assert shares["all"] == pytest.approx(8 / 10)
    assert shares["colour"] == 0.75
    assert shares["sky"] == shares["binding"] == 0.5


def test_a_thing_is_found_in_a_box_that_fits_it_and_within_one_that_holds_its_middle() -> None:
    assert found_in_box(READING, "boat", Box(0.12, 0.5, 0.2, 0.2), "red")
    assert not found_in_box(READING, "boat", Box(0.12, 0.5, 0.2, 0.2), "blue")
    assert not found_in_box(READING, "boat", Box(0.0, 0.4, 0.5, 0.5))
    assert found_within(READING, "boat", Box(0.0, 0.4, 0.5, 0.5))
    assert not found_within(READING, "cat", Box(0.0, 0.4, 0.5, 0.5))
