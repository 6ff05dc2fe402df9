"""The letter of an invitation.

Only the hash of a secret may be stored, so the secret cannot wait in a ledger row or a task's arguments. It is
therefore made at the moment the letter is written: `write_invitation` withdraws what was open, makes a fresh
invitation and puts its secret into the letter, and nowhere else. `invite_by_letter` writes and sends it within
the request, after the ledger row is committed, so that the lead sees at once whether the mail server took it.
When it did not, the row waits for the worker, and the letter then written carries a secret of its own.
"""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.ops.kinds import Letter, NotificationKind, register
from lms.ops.models import Notification
from lms.ops.work import send_notification

from . import queries
from .actions.invitations import LETTER, ask_for_letter, invite
from .models import Invitation, User


def join_url(secret: str) -> str:
    return settings.BASE_URL + reverse("join", args=[secret])


def write_invitation(row: Notification) -> Letter | None:
    """None when a way in was made or used in another way since the letter was asked for."""
    later = Invitation.objects.filter(person=row.person).exclude(kind=Invitation.Kind.MAIL)
    used = Invitation.objects.filter(person=row.person, accepted_at__gte=row.created_at)
    if used.exists() or later.filter(created_at__gte=row.created_at).exists():
        return None
    by = User.objects.filter(pk=row.args.get("by")).first()
    invitation, secret = invite(person=row.person, kind=Invitation.Kind.MAIL, by=by)
    company = queries.setting("company.name")
    context = {
        "person": row.person,
        "by": by,
        "company": company,
        "link": join_url(secret),
        "until": invitation.expires_at.astimezone(queries.zone_of(row.person)).date(),
    }
    return Letter(
        subject=_("%(company)s invites you to Service Star") % {"company": company},
        text=render_to_string("people/mail/invitation.txt", context),
        html=render_to_string("people/mail/invitation.html", context),
    )


def invite_by_letter(*, person: User, by: User) -> Notification:
    """The ledger row as it stands after the first try: sent, not sent, or waiting for the next one."""
    row = ask_for_letter(person=person, by=by)
    send_notification(row.pk)
    row.refresh_from_db()
    return row


register(
    NotificationKind(
        LETTER,
        gettext_lazy("Invitation"),
        write_invitation,
        reasons={"invited": gettext_lazy("Somebody at your company invited you.")},
    )
)
