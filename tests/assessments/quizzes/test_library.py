"""The quiz of the library and the demo's attempts."""

from wagtail.models import Locale

from assessments.quizzes.models import Edition, Question, Quiz
from fixtures.reading import LIBRARY, read_all
from fixtures.rooms import quizzes
from lms.learning.models import Skill


def skills() -> None:
    for data in read_all(LIBRARY / "quizzes"):
        for slug in {slug for item in data["questions"] for slug in item["skills"]}:
            Skill.objects.get_or_create(slug=slug, defaults={"name_en": slug, "name_ru": slug})


def test_twelve_questions_in_both_languages_and_editors_work_stays(db):
    skills()
    assert quizzes.load_library() == {"quizzes": 1}
    bodies = {row.language: row.snapshot.body for row in Edition.objects.select_related("snapshot")}
    types = [item["type"] for item in bodies["en"]["questions"]]
    assert [types.count(name) for name in ("single", "multiple", "short")] == [7, 3, 2]
    for name in ("uid", "type", "skills", "difficulty"):
        assert [i[name] for i in bodies["en"]["questions"]] == [i[name] for i in bodies["ru"]["questions"]]
    for one, other in zip(bodies["en"]["questions"], bodies["ru"]["questions"], strict=True):
        assert [o["uid"] for o in one.get("options", [])] == [o["uid"] for o in other.get("options", [])]
        assert sum(max(0, o["percent"]) for o in one.get("options", ())) in (0, 100)
        assert one["explanation"] and all(option["feedback"] for option in one.get("options", ()))
    quiz = Quiz.objects.get(locale=Locale.objects.get(language_code="en"))
    quiz.title = "Ours"
    quiz.save_revision().publish()
    assert quizzes.load_library() == {"quizzes": 0}
    assert Quiz.objects.get(pk=quiz.pk).title == "Ours" and Question.objects.count() == 24


def test_the_longest_answer_is_not_a_hint(db):
    """Nobody should pass by choosing the longest answer, or the shortest."""
    for data in read_all(LIBRARY / "quizzes"):
        for language in ("en", "ru"):
            asked = [item for item in data["questions"] if item["type"] == "single"]
            lengths = [{key: len(text[0]) for key, text in item[language]["options"].items()} for item in asked]
            for pick in (max, min):
                hits = sum(
                    pick(found, key=found.get) == item["right"] for found, item in zip(lengths, asked, strict=True)
                )
                assert hits <= len(asked) / 2, (language, pick)
