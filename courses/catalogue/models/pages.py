from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from courses.catalogue.blocks import LessonBody
from courses.catalogue.search import stemmed


class TitlePanel(TitleFieldPanel):
    """The address follows the title until there is a translation: both languages are read at one address."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_should_apply(self) -> bool:
            translated = self.instance.pk and self.instance.get_translations().exists()
            return not translated and super().get_should_apply()


class LearningPage(Page):
    """What the three kinds of page share: found by stemmed words, served by `courses.catalogue.views`."""

    promote_panels = [FieldPanel("slug", help_text=_("The last part of the address, the same in both languages."))]
    private_page_options: list[str] = []  # whoever is signed in reads every course

    class Meta:
        abstract = True

    def searchable(self) -> str:
        return self.title

    def stems(self) -> str:
        """The words of the page as stems, ё as е: what search matches on (see `courses.catalogue.search`)."""
        return stemmed(self.searchable())


STEMS = [index.SearchField("stems", boost=1), index.FilterField("locale_id")]


class LearnIndexPage(LearningPage):
    """The root of one language's courses."""

    page_description = _("All courses in one language. There is one such page a language.")
    intro = models.CharField(_("introduction"), max_length=250, blank=True)
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["catalogue.CoursePage"]
    template = "catalogue/index.html"
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    search_fields = [*Page.search_fields, *STEMS]

    class Meta:
        verbose_name = _("list of courses")


class CoursePage(LearningPage):
    page_description = _("Several lessons in order, with a certificate at the end.")
    summary = models.CharField(_("in a sentence or two"), max_length=300)
    body = RichTextField(_("introduction"), features=["h2", "h3", "bold", "italic", "ol", "ul", "link"], blank=True)
    outcomes = models.TextField(
        _("what one can do after it"), blank=True, help_text=_("One a line, each beginning with a verb.")
    )
    certificate = models.BooleanField(_("ends with a certificate"), default=True)
    skills = ParentalManyToManyField("learning.Skill", blank=True, related_name="+", verbose_name=_("skills it trains"))

    parent_page_types = ["catalogue.LearnIndexPage"]
    subpage_types = ["catalogue.LessonPage"]
    template = "catalogue/course.html"
    content_panels = [
        TitlePanel("title", help_text=_("What the course is about, in two to five words.")),
        FieldPanel("summary", help_text=_("Stands under the title in the list of courses.")),
        FieldPanel(
            "body", help_text=_("Why one takes this course. Text from a word processor can be pasted as it is.")
        ),
        FieldPanel("outcomes"),
        MultiFieldPanel([FieldPanel("skills"), FieldPanel("certificate")], heading=_("In the learning record")),
    ]
    search_fields = [*Page.search_fields, *STEMS]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def outcome_list(self) -> list[str]:
        return [line.strip() for line in self.outcomes.splitlines() if line.strip()]

    def searchable(self) -> str:
        return " ".join((self.title, self.summary, strip_tags(self.body), self.outcomes))


class LessonPage(LearningPage):
    page_description = _("Five minutes of reading with quick checks.")
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(_("reading time, minutes"), default=5)
    skills = ParentalManyToManyField("learning.Skill", blank=True, related_name="+", verbose_name=_("skills it trains"))
    body = StreamField(LessonBody(), verbose_name=_("lesson"))

    parent_page_types = ["catalogue.CoursePage"]
    subpage_types: list[str] = []
    template = "catalogue/lesson.html"
    content_panels = [
        TitlePanel("title", help_text=_("One thing a lesson: what the reader does after it.")),
        FieldPanel("summary", help_text=_("Stands under the title and in search results.")),
        FieldPanel(
            "body",
            help_text=_("Short pieces read best: some text, a phrase to say, a quick check. Pasted text is cleaned."),
        ),
        MultiFieldPanel([FieldPanel("minutes"), FieldPanel("skills")], heading=_("In the learning record")),
    ]
    search_fields = [*Page.search_fields, *STEMS]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def searchable(self) -> str:
        words = [self.title, self.summary]
        words += [text for block in self.body for text in block.block.get_searchable_content(block.value)]
        return strip_tags(" ".join(words))
