import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.quality.masking import mask as masked


@pytest.mark.parametrize(
    "text",
    [
        "Write to anna.k+shop@mail.example.com please",
        "Позвоните +7 916 123-45-67 вечером",
        "8 (916) 123 45 67",
        "my number is 030 901820123",
        "89161234567",
    ],
)
def test_what_leads_to_a_person_goes(text):
    left = masked(text)
    assert "@" not in left and sum(letter.isdigit() for letter in left) < 6


@pytest.mark.parametrize("text", ["Заказ 4512 пришёл 24 ноября", "Спасибо! Order 10293, 2 boxes", ""])
def test_what_does_not_stays(text):
    assert masked(text) == text


@given(st.text(max_size=80))
def test_twice_is_once(text):
    assert masked(masked(text)) == masked(text)
