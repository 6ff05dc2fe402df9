import pytest
from django.apps import apps

from lms.learning.actions import assign
from lms.learning.models import Assignment, LearningRecord, Mastery
from lms.learning.verbs import ANSWERED
from lms.ops.personal_data import declaration_of
from lms.people.actions.forget import forget_person

from .test_rebuild import run


@pytest.mark.parametrize("model", apps.get_app_config("learning").get_models(), ids=lambda model: model.__name__)
def test_every_field_is_declared(model):
    declared = declaration_of(model).declared()
    own = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    assert declared == own


def test_forgetting_keeps_the_facts_and_takes_the_words(cast, activity, empathy, note):
    note(cast.agent, activity, ANSWERED, "k", evidence={empathy: 1.0})
    assign(activity=activity, person=cast.agent, by=cast.manager, reason="Boris asked for it")
    forget_person(person=cast.agent, by=cast.administrator)
    assert LearningRecord.objects.filter(person=cast.agent).count() == 1
    assert Mastery.objects.filter(person=cast.agent).exists()
    assert Assignment.objects.get().reason == ""
    assert run("--check")[0] == 0
