"""Words that a model was not taught are found where they stand."""

from studio.core.vocabulary import unknown_spans

KNOWN = frozenset({"a", "red", "boat", "hot", "air", "balloon"})


def unknown_words(text: str) -> list[str]:
    return [text[start:end] for start, end in unknown_spans(text, KNOWN)]


def test_an_unknown_word_is_found():
    assert unknown_words("a red unicorn, a boat") == ["unicorn"]


def test_case_and_hyphens_do_not_matter():
    assert unknown_words("A Red hot-air balloon") == []


def test_weights_are_no_words():
    assert unknown_words("a (red boat:1.25) (dragon:0.8)") == ["dragon"]


def test_letters_of_any_script_count():
    assert unknown_words("красный boat, bateau été") == ["красный", "bateau", "été"]


def test_nothing_is_unknown_to_a_model_that_does_not_say_what_it_knows():
    assert unknown_spans("anything at all", ()) == ()
