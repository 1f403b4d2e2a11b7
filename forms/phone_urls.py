"""The address for phones without a sign-in, below `/<lang>/foto/`. It names no draft; what it may do says its pass."""

from django.urls import path

from forms import phone

app_name = "phone"
urlpatterns = [path("", phone.photos, name="photos")]
