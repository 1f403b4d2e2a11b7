from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls

from tests.bench.plain.wizard import WizardView

urlpatterns = [path("wizard/", WizardView.as_view()), *i18n_patterns(path("", include(wagtail_urls)))]
