import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.emphasis import Weighted, weighted_parts, weighted_spans, with_changed_weight


@pytest.mark.parametrize(
    ("prompt", "parts"),
    [
        ("a boat", [("a boat", 1.0)]),
        ("a (red:1.5) boat", [("a ", 1.0), ("red", 1.5), (" boat", 1.0)]),
        ("a (red) boat", [("a ", 1.0), ("red", 1.1), (" boat", 1.0)]),
        ("[fog]", [("fog", 1 / 1.1)]),
        ("((red))", [("red", 1.1 * 1.1)]),
        ("(a (red:2) boat:.5)", [("a ", 0.5), ("red", 1.0), (" boat", 0.5)]),
        (r"\(red\)", [("(red)", 1.0)]),
        ("a (red boat", [("a (red boat", 1.0)]),
        ("red) boat]", [("red) boat]", 1.0)]),
        ("at 10:30", [("at 10:30", 1.0)]),
        ("(red:9)", [("red", 4.0)]),
        ("", []),
    ],
)
def test_a_prompt_falls_into_parts_by_weight(prompt, parts):
    expected = [Weighted(text, pytest.approx(weight)) for text, weight in parts]
    assert list(weighted_parts(prompt)) == expected


@given(st.text(alphabet="ab ()[]:\\.12", max_size=40))
def test_no_prompt_is_refused_and_every_letter_stays(prompt):
    text = "".join(part.text for part in weighted_parts(prompt))
    assert text.count("a") == prompt.count("a")


def test_a_word_under_the_cursor_gets_a_weight():
    assert with_changed_weight("a red boat", 3, 3, 0.1) == ("a (red:1.1) boat", 3, 6)


def test_a_written_weight_is_changed_in_place():
    assert with_changed_weight("a (red:1.1) boat", 4, 4, 0.1)[0] == "a (red:1.2) boat"


def test_a_weight_of_one_is_not_written():
    assert with_changed_weight("a (red:1.1) boat", 4, 4, -0.1) == ("a red boat", 2, 5)


def test_selected_words_get_one_weight_together():
    assert with_changed_weight("a red boat", 2, 10, -0.1)[0] == "a (red boat:0.9)"


def test_a_weight_never_falls_below_zero():
    assert with_changed_weight("(red:0)", 2, 2, -0.1)[0] == "(red:0)"


def test_nothing_happens_where_no_word_is():
    assert with_changed_weight("a  boat", 2, 2, 0.1)[0] == "a  boat"


def test_weighted_words_are_found_for_highlighting():
    assert weighted_spans("a (red:1.2) boat") == ((2, 11),)
