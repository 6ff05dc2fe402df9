"""What stands inside a passage: links become replies, instructions of story formats go and are named by their line."""

import pytest

from roleplays.formats.markup import plain_words, read_content


def content(text: str, story_format: str = "") -> tuple[str, list[tuple[str, str]], list[tuple[int, str]]]:
    told: list[tuple[int, str]] = []
    found = read_content(text, story_format, lambda row, message, **values: told.append((row, message % values)))
    return found.text, [(link.text, link.to) for link in found.links], sorted(told)


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("[[Door]]", ("Door", "Door")),
        ("[[Open it->Door]]", ("Open it", "Door")),
        ("[[Door<-Open it]]", ("Open it", "Door")),
        ("[[Open it|Door]]", ("Open it", "Door")),
        ("[[a->b->c]]", ("a->b", "c")),
        ("[[a<-b<-c]]", ("b<-c", "a")),
        ("[[a<-b->c]]", ("a<-b", "c")),
        ("[[ Открыть  дверь -> За дверью ]]", ("Открыть дверь", "За дверью")),
        ("[[<b>Open</b> &quot;it&quot;->Door]]", ('Open "it"', "Door")),
    ],
)
def test_the_four_forms_of_links(link, found):
    assert content(f"It is shut.\n{link}") == ("It is shut.", [found], [])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("It is cold. [[Sorry->a]] [[So what->b]]", "It is cold."),
        ("You go to the [[kitchen]] now.", "You go to the kitchen now."),
        ("What now? [[a]] or [[b]].", "What now?"),
        ("* [[a]]", ""),
        ("1. [[a]] | [[b]]", ""),
        ("Он говорит: [[да]] или [[нет]]", "Он говорит:"),
        ("[[a]] and then he goes", "and then he goes"),
    ],
)
def test_a_link_inside_a_sentence_leaves_its_words(line, words):
    assert content(line)[0] == words


@pytest.mark.parametrize(
    ("text", "story_format", "words", "codes"),
    [
        ("(set: $x to 1)Hi.", "Harlowe", "Hi.", [(1, "(set: $x to 1)")]),
        ("Hi.\n(if: $x is (a: 1))[Stay. [[Go->End]]]", "Harlowe", "Hi.\nStay.", [(2, "(if: $x is (a: 1))")]),
        ("<<if $a>>\nHi.\n<</if>>", "SugarCube", "Hi.", [(1, "<<if $a>>")]),
        ("You have $coins.", "SugarCube", "You have .", [(1, "$coins")]),
        ("x: 1\n--\n[if x]\nHi {x}.", "Chapbook", "Hi .", [(1, "x: 1"), (3, "[if x]"), (4, "{x}")]),
        ("Hi.\n<% s.x = 1 %>", "Snowman", "Hi.", [(2, "a script")]),
        ("Hi. <script>\nalert(1)\n</script>Bye.", "", "Hi.\n\nBye.", [(1, "a script")]),
        ('Look.\n<img src="x.png"> [img[x.png]] ![x](y)', "", "Look.", [(2, "a picture")] * 3),
        ('<audio src="x">Hi.', "", "Hi.", [(1, "<audio")]),
        ("''Hi'' <b>you</b> &amp; //me//<br>&lt;3", "", "Hi you & me <3", []),
        ("<!-- nobody sees --> Hi. /* nor this */", "SugarCube", "Hi.", []),
        ("Costs $20 (note: cheap) <<цена>> https://a.b//c", "", "Costs $20 (note: cheap) <<цена>> https://a.b//c", []),
        ("Hi. [[Out->https://example.org]] [[ ]]", "", "Hi.", [(1, "a page outside"), (1, "leads nowhere")]),
    ],
)
def test_what_cannot_be_taken(text, story_format, words, codes):
    found, _links, told = content(text, story_format)
    assert found == words
    assert [row for row, _text in told] == [row for row, _code in codes]
    for (_row, code), (_line, sentence) in zip(codes, told, strict=True):
        assert code in sentence


def test_a_setter_of_sugarcube_is_left_out_and_the_link_kept():
    words, links, told = content("Hi. [[Go|End][$x to 1]]", "SugarCube")
    assert (words, links) == ("Hi.", [("Go", "End")]) and "[$x to 1]" in told[0][1]


def test_html_as_words():
    assert (
        plain_words("<p>Суп&nbsp;<em>холодный</em></p>\n<ul><li>раз</li></ul>&lt;b&gt;") == "Суп холодный\n\nраз\n<b>"
    )
