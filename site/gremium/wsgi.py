"""The web process' entrance."""

import os

from django.core.wsgi import get_wsgi_application

from gremium import profile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
application = get_wsgi_application()
profile.require_safe()
