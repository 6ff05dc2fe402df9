from datetime import timedelta

from django.utils import timezone

from lms.ops.models import AuditEntry
from lms.people.models import User
from lms.people.tasks import close_accounts


def test_whose_last_day_is_over_loses_the_way_in_without_coming_back(cast):
    User.objects.filter(pk=cast.agent.pk).update(left_on=timezone.now().date() - timedelta(days=3))
    User.objects.filter(pk=cast.other_agent.pk).update(left_on=timezone.now().date() + timedelta(days=3))
    assert close_accounts() == 1 and close_accounts() == 0
    active = set(User.objects.filter(is_active=True).values_list("username", flat=True))
    assert "boris" not in active and "ilya" in active
    assert AuditEntry.objects.filter(verb="account closed", subject_type="people.user").count() == 1
