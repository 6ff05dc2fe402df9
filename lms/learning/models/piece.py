from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index


class Piece(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """A piece of content that is not a page: drafts, review by a colleague, history, preview, both languages.

    A room's content of this sort derives from it, its list in the editor's part from `lms.learning.cms.PieceViewSet`.
    `translation_key` is what facts know it by.
    """

    class Meta(TranslatableMixin.Meta):
        abstract = True
