"""The web process' entrance."""

import os

from django.core.wsgi import get_wsgi_application

from gremium import profile
from gremium.stack_room import with_room
from pages import page_store

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
application = with_room(get_wsgi_application())
profile.require_safe()
page_store.forget_all()  # the code may be another than the one that made what is kept
