import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from wagtail.models import ReferenceIndex

from lms.learning.actions import take_snapshot
from lms.learning.models import Skill
from lms.learning.queries import skill_is_used
from lms.learning.verbs import ANSWERED
from lms.people.actions.groups import set_up_groups

LIST = "/cms/skills/"


@pytest.fixture
def admin(cast, visit):
    """The administrator, who may delete skills too."""
    set_up_groups()
    right = Permission.objects.get(codename="delete_skill")
    Group.objects.get(name="administrator").permissions.add(right)
    return visit(cast.administrator)


def fields(**changed):
    return {
        "name_en": "Calming",
        "name_ru": "Успокоение",
        "slug": "",
        "parent": "",
        "order": "3",
        "live": "on",
    } | changed


def test_the_list_shows_both_names(admin, empathy):
    page = admin.get(LIST).content.decode()
    assert "Empathy" in page
    assert "Эмпатия" in page


def test_in_the_menu_under_its_own_name(admin):
    page = admin.get("/cms/").content.decode()
    assert "/cms/skills/" in page


def test_a_new_one_gets_its_short_name_by_itself(admin, empathy):
    answer = admin.post(f"{LIST}new/", fields(parent=str(empathy.pk)))
    assert answer.status_code == 302
    row = Skill.objects.get(slug="calming")
    assert (row.name_ru, row.parent, row.order, row.live) == ("Успокоение", empathy, 3, True)


def test_a_name_without_latin_letters_asks_for_one(admin):
    page = admin.post(f"{LIST}new/", fields(name_en="Спокойствие")).content.decode()
    assert "Write a short name in small Latin letters." in page
    assert not Skill.objects.exists()


def test_a_short_name_taken_is_said(admin, empathy):
    page = admin.post(f"{LIST}new/", fields(slug="empathy")).content.decode()
    assert "already exists" in page


def test_the_short_name_stays(admin, empathy):
    admin.post(f"{LIST}edit/{empathy.pk}/", fields(name_en="Warmth", slug="warmth"))
    empathy.refresh_from_db()
    assert (empathy.name_en, empathy.slug) == ("Warmth", "empathy")


class TestTwoLevels:
    def test_only_upper_ones_can_be_chosen(self, admin, empathy, solving):
        solving.parent = empathy
        solving.save()
        page = admin.post(f"{LIST}new/", fields(parent=str(solving.pk))).content.decode()
        assert "Select a valid choice" in page

    def test_the_model_says_so_too(self, empathy, solving):
        solving.parent = empathy
        solving.full_clean()
        solving.save()
        with pytest.raises(ValidationError, match="two levels"):
            Skill(slug="x", name_en="x", name_ru="x", parent=solving).full_clean()
        empathy.parent = empathy
        with pytest.raises(ValidationError, match="itself"):
            empathy.full_clean()

    def test_one_with_others_below_stays_above(self, empathy, solving):
        Skill.objects.create(slug="x", name_en="x", name_ru="x", parent=empathy)
        empathy.parent = solving
        with pytest.raises(ValidationError, match="upper level"):
            empathy.full_clean()


class TestDeleting:
    def test_one_nobody_refers_to(self, admin, empathy):
        admin.post(f"{LIST}delete/{empathy.pk}/")
        assert not Skill.objects.exists()

    @pytest.mark.parametrize("how", ["evidence", "activity", "child"])
    def test_one_in_use_is_kept_and_the_cure_told(self, admin, cast, make, empathy, note, how):
        if how == "evidence":
            note(cast.agent, make(), ANSWERED, "k", evidence={empathy: 1.0})
        elif how == "activity":
            make(skills=[empathy])
        else:
            Skill.objects.create(slug="x", name_en="x", name_ru="x", parent=empathy)
        assert skill_is_used(empathy)
        for method in (admin.get, admin.post):
            page = method(f"{LIST}delete/{empathy.pk}/", follow=True).content.decode()
            assert "cannot be deleted" in page
            assert "Take the tick off" in page
        assert Skill.objects.filter(pk=empathy.pk).exists()


def test_who_may_come_in(cast, visit, empathy):
    set_up_groups()
    seen = {}
    for role, person in cast.by_role().items():
        client = visit(person)
        seen[role] = [client.get(url).status_code for url in (LIST, f"{LIST}edit/{empathy.pk}/")]
    assert seen["administrator"] == [200, 200]
    assert {role for role, codes in seen.items() if 200 in codes} == {"administrator"}


def test_facts_stay_out_of_the_editors_index(cast, activity, empathy, note, django_capture_on_commit_callbacks):
    """Wagtail would otherwise rewrite its index of references after every record."""
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        note(cast.agent, activity, ANSWERED, "k", evidence={empathy: 1.0})
        take_snapshot(activity=activity, language="en", body={})
    assert callbacks == []
    assert not ReferenceIndex.objects.filter(base_content_type__app_label="learning").exists()
