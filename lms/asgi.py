import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

from django.core.asgi import get_asgi_application

application = get_asgi_application()

from lms.ops.startup import refuse_a_broken_installation

refuse_a_broken_installation()
