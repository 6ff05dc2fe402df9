from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Skill(models.Model):
    """The word all parts share. Two levels; one row with a name per language."""

    slug = models.SlugField(_("short name"), unique=True)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    name_en = models.CharField(_("name in English"), max_length=80)
    name_ru = models.CharField(_("name in Russian"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    live = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_ru if get_language() == "ru" else self.name_en

    def clean(self) -> None:
        if self.pk and self.parent_id == self.pk:
            raise ValidationError({"parent": _("A skill cannot belong to itself.")})
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("Skills have two levels: choose one of the upper level.")})
        if self.parent_id and self.pk and self.children.exists():
            raise ValidationError({"parent": _("Other skills belong to this one, so it stays on the upper level.")})
