"""Names of people in Russian texts, where the extra is installed."""

import pytest

from assessments.quality import names
from assessments.quality.masking import mask


def test_without_the_extra_names_stay():
    if names.installed():
        pytest.skip("the extra is installed")
    assert mask("Меня зовут Анна Петрова") == "Меня зовут Анна Петрова"


def test_with_the_extra_they_go():
    pytest.importorskip("natasha")
    masked = mask("Здравствуйте, меня зовут Анна Петрова, заказ 4512 не пришёл в Казань.")
    assert masked == "Здравствуйте, меня зовут [имя], заказ 4512 не пришёл в Казань."
    assert mask(masked) == masked
