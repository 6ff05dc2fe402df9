"""After thousands of things that happened, and every fault on the way, what is stored is what happened."""

import pytest

from assessments.quality.models import Ticket

from .conftest import SYSTEMS, differences, drive


@pytest.mark.parametrize("system", SYSTEMS)
def test_after_two_thousand_faulty_events_the_tickets_are_what_happened(system, desk):
    one = desk(system)
    drive(one, 2000)
    assert one.world.happened == 2000 and Ticket.objects.count() == len(one.world.cases) > 500
    assert differences(one) == []
    assert one.emulator.too_early == 0
    assert one.now().failures == 0 and one.connection.unread == 0 and one.connection.caught_up_at
