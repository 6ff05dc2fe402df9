"""The daily letter names the lesson to go on with."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail

from courses.catalogue.actions import enrol
from lms.learning.tasks import remind
from lms.ops.models import Notification
from lms.ops.work import send_notification

from .conftest import Course

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Moscow"))


@pytest.mark.django_db
def test_the_letter_names_the_next_lesson(course: Course, cast):
    enrol(person=cast.agent, course=course.activity)
    with time_machine.travel(MONDAY, tick=False):
        remind()
        remind()
        row = Notification.objects.get(person=cast.agent, kind="daily")
        send_notification(row.pk)
    letter = next(letter for letter in mail.outbox if letter.to == [cast.agent.email])
    assert "Listen" in letter.body
    assert re.search(rf"/lesson/{course.lesson(0).uid}/", letter.body)
    assert not Notification.objects.filter(person=cast.new_hire).exists()
