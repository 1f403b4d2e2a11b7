"""The web process' entrance."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
application = get_wsgi_application()
