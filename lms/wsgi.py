import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from lms.ops.startup import refuse_a_broken_installation

refuse_a_broken_installation()
