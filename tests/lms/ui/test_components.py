import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from lms.ui.icons import FILLED, ICONS
from lms.ui.samples import SampleForm

Draw = Callable[..., str]
COMPONENTS = sorted((settings.BASE_DIR / "templates" / "cotton").glob("*.html"))


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_lists_what_it_accepts(path: Path) -> None:
    source = path.read_text()
    assert source.startswith("<c-vars ")
    assert "{% comment %}" in source
    assert not re.search(r"\sstyle=|\son\w+=|<script|<style", source)


@pytest.mark.parametrize("name", sorted([*ICONS, *FILLED]))
def test_an_icon_is_one_inline_path(draw: Draw, name: str) -> None:
    assert draw(f'<c-icon name="{name}" />').count("<path") == 1


def test_an_icon_speaks_only_when_it_has_a_label(draw: Draw) -> None:
    assert 'aria-hidden="true"' in draw('<c-icon name="home" />')
    assert 'role="img" aria-label="Home &amp; yard"' in draw('<c-icon name="home" :label="l" />', l="Home & yard")


def test_texts_are_escaped(draw: Draw) -> None:
    html = draw('<c-card :title="t"><c-tag :label="t" /></c-card>', t="<b>x</b>")
    assert "<b>x</b>" not in html
    assert html.count("&lt;b&gt;x&lt;/b&gt;") == 2


def test_a_component_does_not_take_words_of_the_page_around_it(draw: Draw) -> None:
    assert "outside" not in draw(
        "<c-card>in</c-card><c-hero /><c-stat />", title="outside", note="outside", why="outside"
    )


def test_a_button_is_a_link_only_with_an_address(draw: Draw) -> None:
    assert draw("<c-button>Go</c-button>").startswith('<button class="button" type="submit"')
    assert '<a class="button quiet" href="/x/"' in draw('<c-button href="/x/" tone="quiet">Go</c-button>')
    assert 'name="act"' in draw('<c-button name="act" value="1">Go</c-button>')


def test_a_fields_control_knows_its_hint_and_error(draw: Draw) -> None:
    html = draw('<c-field :field="form.name" />', form=SampleForm({"name": "", "team": "a"}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label for="id_name"' in html


def test_a_field_keeps_what_was_typed(draw: Draw) -> None:
    form = SampleForm({"name": "", "note": "Late again", "team": "b"})
    html = draw('<c-fields :form="form" />', form=form)
    assert "Late again" in html
    assert re.search(r'value="b"[^>]*selected', html)
    assert 'href="#id_name"' in html


def test_choices_are_a_group_with_a_legend(draw: Draw) -> None:
    html = draw('<c-field :field="form.channel" />', form=SampleForm())
    assert html.count("<fieldset") == 1
    assert "<legend>Channel" in html


def test_a_trend_says_its_direction_in_words_and_colour(draw: Draw) -> None:
    assert 'class="tag good"' in draw('<c-stat value="3" :trend="2" />')
    assert 'class="tag warn"' in draw('<c-stat value="3" :trend="2" good_when="down" />')
    assert "−2" in draw('<c-stat value="3" trend="-2" />')
    assert "tag" not in draw('<c-stat value="3" :trend="nothing" />', nothing=None)


def test_stars_given_and_to_give(draw: Draw) -> None:
    assert draw('<c-star-rating value="4" />').count('class="icon on"') == 4
    given = draw('<c-star-rating name="stars" value="4" label="How" />')
    assert given.count('type="radio"') == 5
    assert re.search(r'value="4" checked', given)


def test_numbers_in_svg_have_a_point_in_every_language(draw: Draw) -> None:
    with translation.override("ru"):
        html = draw('<c-ring value="1" max="3" label="x" /><c-sparkline :values="v" label="x" />', v=[1, 2.5, 3])
    assert 'stroke-dasharray="33.3 100"' in html
    assert not re.search(r' d="[^"]*,', html)


def test_a_heat_map_says_when_there_is_too_little(draw: Draw) -> None:
    rows = [{"name": "Anna", "cells": [{"value": 41, "level": 0}, {"value": None, "level": None}]}]
    html = draw('<c-heat :columns="c" :rows="rows" caption="Skills" />', c=["Listen", "Solve"], rows=rows)
    assert 'class="h0"' in html
    assert "not enough yet" in html
    assert '<th scope="row">' in html


def test_a_table_cell_carries_its_column_for_the_phone(draw: Draw) -> None:
    html = draw('<c-table :columns="c" :rows="r" />', c=["Person", {"label": "Minutes", "num": True}], r=[["Anna", 5]])
    assert '<td data-label="Minutes" class="end">5</td>' in html


def test_a_qr_code_is_one_path_without_inline_style(draw: Draw) -> None:
    html = draw('<c-qr text="https://example.com/w/1" label="Wall" />')
    assert html.count("<path") == 2
    assert "style" not in html
    assert 'aria-label="Wall"' in html


def test_charts_have_their_numbers_as_text(draw: Draw) -> None:
    html = draw('<c-line-chart :values="v" label="Quality" goal="75" />', v=[("June", 68), ("July", 71)])
    assert '<th scope="row">June</th><td>68</td>' in html
    assert 'class="goal"' in html
    assert draw('<c-line-chart :values="v" label="Quality" />', v=[]).strip() == ""


def test_a_toast_with_undo_posts(draw: Draw) -> None:
    html = draw('<c-toast text="Moved" undo="/undo/1/" />')
    assert '<form method="post" action="/undo/1/">' in html
    assert 'data-toast="undo"' in html


def test_a_hint_may_hold_a_list_and_still_be_one_element(draw: Draw) -> None:
    form = SampleForm()
    form.fields["name"].help_text = "<ul><li>ten characters</li></ul>"
    html = draw('<c-field :field="form.name" />', form=form)
    assert '<div class="hint" id="id_name_helptext"><ul><li>ten characters</li></ul></div>' in html


def test_a_placeholder_does_not_repeat_the_label(draw: Draw) -> None:
    form = SampleForm()
    form.fields["name"].widget.attrs["placeholder"] = form["name"].label
    assert 'placeholder=""' in draw('<c-field :field="form.name" />', form=form)
