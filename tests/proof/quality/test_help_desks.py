"""A hundred thousand things happen at each help desk, with every fault there is: what is stored is what happened."""

import sys
import time

import pytest

from assessments.quality.models import Ticket
from tests.assessments.quality.connectors.conftest import SYSTEMS, desk, differences, drive  # noqa: F401  (fixture)

EVENTS = 100_000


@pytest.mark.django_db
@pytest.mark.parametrize("system", SYSTEMS)
def test_after_a_hundred_thousand_faulty_events_the_tickets_are_what_happened(system, desk):  # noqa: F811
    one, began = desk(system), time.monotonic()
    drive(one, EVENTS, step=1000)
    wrong = differences(one)
    sys.stdout.write(
        f"\n{system}: {one.world.happened} events, {len(one.world.cases)} tickets, {one.emulator.calls} calls, "
        f"{len(wrong)} wrong, {time.monotonic() - began:.0f} s\n"
    )
    assert wrong == [] and Ticket.objects.count() == len(one.world.cases)
    assert one.emulator.too_early == 0 and one.now().unread == 0
