"""Addresses of the wizard, below `/<lang>/antrag/`. None contains a name."""

from django.urls import path

from forms import fetching, finger_views, looking_over, paper_views, views
from forms.carrying import carries_on
from forms.fields import StepForm
from forms.person_pages import point_at
from forms.wizard import DraftWizard

app_name = "forms"
wizard = carries_on(
    DraftWizard.as_view(form_list=[("step", StepForm)], url_name="forms:step", done_step_name="never-by-get")
)

urlpatterns = [
    path("neu/", views.begin, name="begin"),
    path("vordruck/<slug:language>/", paper_views.blank, name="blank"),
    path("<uuid:draft>/weiter/", views.resume, name="resume"),
    path("<uuid:draft>/loeschen/", views.delete, name="delete"),
    path("<uuid:draft>/bogen/", views.sheet, name="sheet"),
    path("<uuid:draft>/bogen/pdf/", paper_views.consent_sheet, name="sheet_pdf"),
    path("<uuid:draft>/bogen/<slug:whose>/finger/", finger_views.finger, name="finger"),
    path("<uuid:draft>/kopie/", paper_views.copy, name="copy"),
    path("<uuid:draft>/antworten/", looking_over.answers, name="answers"),
    path("<uuid:draft>/unterlagen/", looking_over.readiness, name="readiness"),
    path("<uuid:draft>/fassung/", views.change_version, name="version"),
    path("<uuid:draft>/ankunft/", fetching.arrivals, name="arrivals"),
    path("<uuid:draft>/bild/<uuid:upload>/", fetching.preview, name="preview"),
    path("<uuid:draft>/<slug:step>/", wizard, name="step"),
    path("<uuid:draft>/<slug:step>/stelle/", point_at, name="point_at"),
]
