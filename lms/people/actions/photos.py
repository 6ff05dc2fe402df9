import io
import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from lms.ops.actions import audit, remove_file, store_file
from lms.ops.models import PrivateFile
from lms.people.models import User

SIDE = 256
MOST_PIXELS = 50_000_000
MOST_BYTES = 10 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP")


@transaction.atomic
def set_photo(*, person: User, content: bytes, by: User, at: datetime | None = None) -> PrivateFile:
    """A square of 256 pixels, drawn anew: place, camera and everything else in the file is dropped.

    Raises ValidationError when it is no picture we can read.
    """
    _drop(person)
    file = store_file(
        kind="photo",
        path=f"photos/{uuid.uuid4().hex}.webp",
        content=_square(content),
        download_name="photo.webp",
        content_type="image/webp",
        owner=person,
        at=at,
    )
    person.photo = file.uid
    person.save(update_fields=["photo"])
    audit(by=by, verb="photo changed", subject=person, at=at)
    return file


@transaction.atomic
def remove_photo(*, person: User, by: User, at: datetime | None = None) -> None:
    if person.photo:
        _drop(person)
        person.photo = None
        person.save(update_fields=["photo"])
        audit(by=by, verb="photo removed", subject=person, at=at)


def _drop(person: User) -> None:
    for file in PrivateFile.objects.filter(kind="photo", owner=person):
        remove_file(file=file)


def _square(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The photo is larger than 10 MB. Choose a smaller one."))
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("The photo has more than 50 megapixels. Choose a smaller one."))
            picture.draft("RGB", (SIDE * 2, SIDE * 2))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This is not a photo we can read. Use a JPEG, PNG or WebP file.")) from error
    out = io.BytesIO()
    ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
