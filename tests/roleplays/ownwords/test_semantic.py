"""By meaning, where the extra `semantic` is installed: replies without a word in common."""

import pytest

from roleplays.ownwords import SURE, Offered, hear, semantic

from .test_matching import ENGLISH, RUSSIAN

pytestmark = pytest.mark.skipif(not semantic.installed(), reason="the extra `semantic` is not installed")


@pytest.mark.parametrize(
    ("typed", "offered", "meant"),
    [
        ("somebody will be at your place the day after today with it", ENGLISH, "courier"),
        ("hold on for two more days", ENGLISH, "wait"),
        ("перечислю всё обратно на карту", RUSSIAN, "refund"),
        ("переведу оплату назад", RUSSIAN, "refund"),
    ],
)
def test_what_means_the_same_is_nearest_without_a_word_in_common(typed, offered, meant):
    found = semantic.scores(typed, offered)
    assert offered[found.index(max(found))].uid == meant
    heard = hear(typed, offered, model=True)
    assert not heard.guesses or (heard.guesses[0].uid == meant and 0 <= heard.guesses[0].confidence <= 1)
    assert heard == hear(typed, offered, model=True)


@pytest.mark.parametrize("typed", ["", "asdf", "what is the weather like", "\ud800", "a\x00b", "слово " * 200])
def test_what_fits_nothing_goes_on_nowhere(typed):
    assert hear(typed, ENGLISH, model=True).kind != SURE


def test_replies_can_be_read_beforehand():
    semantic.warm((Offered("x", ("Something never said before.",)),))
    assert semantic.scores("Something never said before.", (Offered("x", ("Something never said before.",)),)) == [
        pytest.approx(1, abs=1e-3)
    ]


def test_a_model_that_cannot_be_loaded_is_none(monkeypatch):
    def broken() -> None:
        raise OSError("wrong processor")

    monkeypatch.setattr(semantic, "_model", broken)
    semantic.available.cache_clear()
    assert not semantic.available()
    semantic.available.cache_clear()
