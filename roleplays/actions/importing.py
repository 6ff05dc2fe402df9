from collections.abc import Mapping
from itertools import chain, count
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from wagtail.models import Locale

from lms.learning.models import Skill
from lms.people.models import User
from roleplays.blocks import stream_of, variables_stream
from roleplays.engine import effects_text, shows_text
from roleplays.formats.scenario_yaml import ScenarioFile, uid_of
from roleplays.formats.taken import renamed
from roleplays.models import Scenario
from roleplays.proof import proved_body

from .publishing import Broken


@transaction.atomic
def save_scenario(
    *, file: ScenarioFile, by: User | None, publish: bool = False, unfinished: bool = False, new: bool = False
) -> list[Scenario]:
    """All languages of a file, each as a new draft of what is there, or as something new. Raises `Broken`.

    Whether it is published or not, a file with an error in it changes nothing; `unfinished` drafts may have errors.
    `new`: where the short name is taken, a scenario beside that one, under the next free name.
    """
    if publish or not unfinished:
        for body in file.bodies.values():
            report = proved_body(body)
            if report.errors:
                raise Broken(report)
    file = _beside(file) if new else file
    return [_save(file, language, by, publish) for language in file.bodies]


def _beside(file: ScenarioFile) -> ScenarioFile:
    """The same talk under a name nobody has."""
    names = (f"{file.slug[:74]}-{number}" for number in count(2))
    slug = next(name for name in chain([file.slug], names) if not Scenario.objects.filter(slug=name).exists())
    return file if slug == file.slug else renamed(file, slug)


def _save(file: ScenarioFile, language: str, by: User | None, publish: bool) -> Scenario:
    scenario = _there(file.slug, language) or _new(file.slug, language)
    _fill(scenario, file, language)
    if scenario.pk is None:
        scenario.live = False
        scenario.full_clean()
        scenario.save()
    scenario.skills.set(Skill.objects.filter(slug__in=file.skills))
    revision = scenario.save_revision(user=by)
    if publish:
        revision.publish(user=by, skip_permission_checks=True)
    scenario.refresh_from_db()
    return scenario


def _there(slug: str, language: str) -> Any:
    row = Scenario.objects.filter(slug=slug, locale__language_code=language).first()
    return row.get_latest_revision_as_object() if row else None


def _new(slug: str, language: str) -> Scenario:
    """A further language of a scenario that is there shares its key."""
    other = Scenario.objects.filter(slug=slug).first()
    key = other.translation_key if other else UUID(uid_of(slug))
    if not other and Scenario.objects.filter(translation_key=key).exists():  # once of this name, now of another
        key = uuid4()
    return Scenario(slug=slug, locale=Locale.objects.get(language_code=language), translation_key=key)


def _fill(scenario: Scenario, file: ScenarioFile, language: str) -> None:
    words: Mapping[str, Any] = file.words[language]
    scenario.title, scenario.situation = words["title"], words["situation"]
    scenario.customer_name, scenario.customer_note = words["customer"], words["note"]
    scenario.good_to_know = "\n".join(words["good_to_know"])
    scenario.channel, scenario.difficulty, scenario.minutes = file.channel, file.difficulty, file.minutes
    scenario.reply_seconds = file.reply_seconds
    body = file.bodies[language]
    scenario.variables = _stream("variables", variables_stream(body["variables"]))
    scenario.body = _stream("body", stream_of(body["nodes"], _typed))


def _stream(name: str, blocks: list[dict[str, Any]]) -> Any:
    return Scenario._meta.get_field(name).to_python(blocks)


def _typed(what: str, value: Mapping[str, Any]) -> str:
    return effects_text(value) if what == "effects" else shows_text(value)
