"""No fetching: somebody's own system sends tickets to `/api/v1/tickets/` (see `api`)."""

from django.utils.translation import gettext_lazy

from assessments.quality.connectors import Connector, register


class Push(Connector):
    name = "api"
    label = gettext_lazy("Own system (API)")
    about = gettext_lazy("Your shop, CRM or another help desk sends tickets and ratings itself, with a key.")
    fields = ()
    steps = (
        gettext_lazy("Make a key and copy it at once: it is shown only once."),
        gettext_lazy("Give it, with the address and the description, to whoever looks after the other system."),
        gettext_lazy("Each ticket may be sent as often as it changes: the newest version counts."),
    )
    ratings = gettext_lazy("Ratings come in the field “csat”, with their ticket or later.")
    pulls = False


register(Push())
