"""Every page of the room opens for whom it is for, and does not exist for others."""

import pytest
from django.urls import reverse

from tests.conftest import Cast

ADMINISTRATORS = ["people", "add_person", "company", "people_teams", "add_team", "add_roster", "import_people"]
ABOUT_ONE = ["edit_person", "end_employment", "place_in_team", "give_role", "forget_person", "assign_roster"]
LEADS = ["person", "take_leave", "swap_day", "invite"]


@pytest.mark.parametrize("name", ADMINISTRATORS)
def test_opens_for_administrators_only(cast: Cast, visit, name):
    assert visit(cast.administrator).get(reverse(name)).status_code == 200
    for person in (cast.manager, cast.agent, cast.hr, cast.editor):
        assert visit(person).get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", ABOUT_ONE)
def test_about_one_person_for_administrators(cast: Cast, visit, name):
    address = reverse(name, args=[cast.agent.uid])
    assert visit(cast.administrator).get(address).status_code == 200
    assert visit(cast.manager).get(address).status_code == 404


@pytest.mark.parametrize("name", LEADS)
def test_about_one_person_for_who_leads_them(cast: Cast, visit, name):
    address = reverse(name, args=[cast.agent.uid])
    assert visit(cast.administrator).get(address).status_code == 200
    assert visit(cast.manager).get(address).status_code == 200
    assert visit(cast.other_manager).get(address).status_code == 404
    assert visit(cast.new_hire).get(address).status_code == 404


@pytest.mark.parametrize("name", ["me", "my_data", "second_step"])
def test_own_pages(cast: Cast, visit, client, name):
    assert client.get(reverse(name)).status_code == 302
    for person in cast.by_role().values():
        assert visit(person).get(reverse(name)).status_code == 200
