"""What only a browser can tell: accessibility, the console, sideways scroll, dialogs, focus."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import broken_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATHS = ["/styleguide/", "/accounts/login/"]
LOOKS = [
    ("light", "en"),
    ("dark", "ru"),
    pytest.param("light", "ru", marks=pytest.mark.proof),
    pytest.param("dark", "en", marks=pytest.mark.proof),
]
Screen = Callable[..., Any]


def findings(page: Any) -> list[str]:
    return [f"{rule}: {html}" for rule, html in broken_rules(page)]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_axe_finds_nothing_and_the_console_is_quiet(
    screen: Screen, path: str, width: int, theme: str, language: str
) -> None:
    page = screen(path, width=width, theme=theme, language=language)
    assert findings(page) == []
    assert page.said == []


@pytest.mark.parametrize("path", [*PATHS, "/no-such-place/"])
@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (640, "200%")])
def test_no_sideways_scroll(screen: Screen, path: str, width: int, size: str) -> None:
    for language in ("en", "ru"):
        page = screen(path, width=width, language=language)
        page.evaluate("size => document.documentElement.style.setProperty('font-size', size)", size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), language


def test_forced_colours_keep_text_and_choices_visible(screen: Screen) -> None:
    page = screen("/styleguide/", forced_colors="active")
    # axe reads the author's colours, not the forced ones: the contrast is the system's here
    assert [found for found in findings(page) if not found.startswith("color-contrast")] == []
    images = page.locator(".hero").evaluate_all("all => all.map(e => getComputedStyle(e).backgroundImage)")
    assert set(images) == {"none"}


def test_a_dialog_opens_keeps_focus_and_gives_it_back(screen: Screen) -> None:
    page = screen("/styleguide/")
    page.click("[data-dialog=sample-dialog]")
    assert page.locator("#sample-dialog").evaluate("d => d.open && d.contains(document.activeElement)")
    assert findings(page) == []
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.dialog") == "sample-dialog"


def test_a_dialog_opens_without_a_script(screen: Screen) -> None:
    page = screen("/styleguide/", java_script_enabled=False)
    page.click("[data-dialog=sample-dialog]")
    assert page.locator("#sample-dialog").is_visible()
    page.click("#sample-dialog .close")
    assert not page.locator("#sample-dialog").is_visible()


def test_the_mistakes_of_a_form_get_the_focus(screen: Screen) -> None:
    page = screen("/styleguide/")
    assert page.evaluate("document.activeElement.classList.contains('errors')")


def test_the_keyboard_reaches_the_page_past_the_menu(screen: Screen) -> None:
    page = screen("/no-such-place/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_answers_are_large_enough(screen: Screen) -> None:
    page = screen("/styleguide/", width=360)
    heights = page.locator(".option, .star-rating.give label").evaluate_all("all => all.map(e => e.offsetHeight)")
    assert min(heights) >= 44
