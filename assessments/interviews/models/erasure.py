from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.ops.append_only import append_only


@append_only
class ErasureAct(models.Model):
    """That a candidate's data were erased, when and why: by the code the candidate was told, without a name."""

    wagtail_reference_index_ignore = True

    class Reason(models.TextChoices):
        TERM = "term", _("The term is over")
        ASKED = "asked", _("Erased by hand")
        FORGOTTEN = "forgotten", _("The person was forgotten")

    code = models.CharField(max_length=12, unique=True)
    reason = models.CharField(max_length=10, choices=Reason)
    erased_at = models.DateTimeField()

    class Meta:
        ordering = ["-erased_at"]

    def __str__(self) -> str:
        return self.code
