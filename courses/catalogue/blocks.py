"""What a lesson is made of. Each block has a template of its own in `templates/catalogue/blocks/`."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText
from wagtail.snippets.blocks import SnippetChooserBlock

from lms.learning.choosers import ActivityChooserBlock

INLINE = ["bold", "italic", "link"]
EMPTY = re.compile(r"<p[^>]*>(?:\s|&nbsp;|<br[^>]*>)*</p>")
READING = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]


def skill_choices() -> list[tuple[str, Any]]:
    from lms.learning.models import Skill

    return [(skill.slug, skill.name) for skill in Skill.objects.filter(live=True, parent__isnull=False)]


class PictureBlock(blocks.StructBlock):
    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with its caption.")
        template = "catalogue/blocks/picture.html"


class KeyPhraseBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Words to say"), max_length=300)
    when = blocks.CharBlock(label=_("When to say them"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Key phrase")
        description = _("Words one can say as they stand.")
        template = "catalogue/blocks/key_phrase.html"


class GoodBadBlock(blocks.StructBlock):
    situation = blocks.CharBlock(label=_("Situation"), required=False, max_length=300)
    bad = blocks.TextBlock(label=_("How it goes wrong"), rows=2)
    good = blocks.TextBlock(label=_("How it goes well"), rows=2)
    why = blocks.TextBlock(label=_("Why"), required=False, rows=2)

    class Meta:
        icon = "comment"
        label = _("Two replies")
        description = _("The same moment gone wrong and gone well.")
        template = "catalogue/blocks/good_bad.html"


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("tip", _("Tip")), ("note", _("Good to know")), ("care", _("Take care"))],
        default="tip",
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE)

    class Meta:
        icon = "info-circle"
        label = _("Note in a frame")
        description = _("A tip, a fact or a warning beside the text.")
        template = "catalogue/blocks/callout.html"


class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    items = blocks.ListBlock(blocks.CharBlock(label=_("Item"), max_length=300), label=_("Items"))

    class Meta:
        icon = "list-ul"
        label = _("Checklist")
        description = _("Steps to tick off.")
        template = "catalogue/blocks/checklist.html"


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=[*INLINE, "ul", "ol"])


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    right = blocks.BooleanBlock(label=_("This is the right one"), required=False)
    why = blocks.CharBlock(label=_("What to say after it is chosen"), required=False, max_length=400)


class SkillBlock(blocks.ChoiceBlock):
    """The slug of a skill. Reading a lesson does not ask the database for the list of them."""

    def normalize_choice(self, value: Any) -> Any:
        return value


class QuickCheckBlock(blocks.StructBlock):
    """One question in the flow. Graded on the server; which option is right is in no byte before an answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=300)
    skill = SkillBlock(
        label=_("Skill it shows"),
        required=False,
        choices=skill_choices,
        help_text=_("Answers count as evidence for it."),
    )
    options = blocks.ListBlock(OptionBlock(), label=_("Answers"), min_num=2, max_num=6)

    class Meta:
        icon = "help"
        label = _("Quick check")
        description = _("One question with one right answer, asked in the flow.")
        template = "catalogue/blocks/quick_check.html"
        default = {"options": [{"text": "", "right": False, "why": ""}] * 3}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        right = sum(1 for option in cleaned["options"] if option["right"])
        if right != 1:
            raise blocks.StructBlockValidationError(
                block_errors={"options": ValidationError(_("Mark exactly one answer as the right one."))}
            )
        return cleaned


class ExerciseBlock(blocks.StructBlock):
    """A quiz, a roleplay or a minute card in the flow of a lesson: opened from here, and back again after it."""

    activity = ActivityChooserBlock(label=_("What to do"))
    words = blocks.CharBlock(
        label=_("Words before it"), required=False, max_length=300, help_text=_("Why to do it just here.")
    )

    class Meta:
        icon = "form"
        label = _("Practice in the lesson")
        description = _("A quiz or a roleplay, opened from the lesson.")
        template = "catalogue/blocks/exercise.html"


class LessonBody(blocks.StreamBlock):
    rich_text = blocks.RichTextBlock(
        label=_("Text"), icon="pilcrow", features=READING, template="catalogue/blocks/text.html"
    )
    key_phrase = KeyPhraseBlock()
    service_standard = SnippetChooserBlock(
        "catalogue.ServiceStandard",
        label=_("Service standard"),
        icon="doc-full",
        template="catalogue/blocks/service_standard.html",
    )
    good_bad = GoodBadBlock()
    callout = CalloutBlock()
    checklist = ChecklistBlock()
    accordion = blocks.ListBlock(
        AccordionItemBlock(),
        label=_("Fold-out parts"),
        icon="list-ol",
        template="catalogue/blocks/accordion.html",
    )
    image = PictureBlock()
    quick_check = QuickCheckBlock()
    exercise = ExerciseBlock()

    def clean(self, value: Any) -> Any:
        """Word processors space paragraphs with empty ones; here the page does."""
        cleaned = super().clean(value)
        for child in cleaned:
            if isinstance(child.value, RichText):
                child.value = RichText(EMPTY.sub("", child.value.source))
        return cleaned
