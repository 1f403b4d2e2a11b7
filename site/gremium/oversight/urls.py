"""Who saw what, what is kept how long, and what a person is told of her data."""

from django.urls import path

from gremium.oversight.views import access, erasures, record, requests

app_name = "oversight"
urlpatterns = [
    path("datenschutz-aufsicht/", access.protection_desk, name="protection_desk"),
    path("datenschutz-aufsicht/zugriffe/<uuid:subject>/", access.protection_access, name="protection_access"),
    path("datenschutz-aufsicht/zugriffe/<uuid:subject>/tabelle/", access.access_table, name="access_table"),
    path("datenschutz-aufsicht/fristen/", erasures.periods, name="periods"),
    path("datenschutz-aufsicht/fristen/<uuid:run>/", erasures.erasure_record, name="protection_record"),
    path("datenschutz-aufsicht/verzeichnis/", record.activities, name="activities"),
    path("datenschutz-aufsicht/folgenabschaetzung/", record.assessment, name="impact"),
    path("geschaeftsstelle/fristen/", erasures.retention, name="retention"),
    path("geschaeftsstelle/fristen/loeschen/", erasures.start, name="start_run"),
    path("geschaeftsstelle/fristen/archiv/<slug:record>/", erasures.archive, name="archive"),
    path("geschaeftsstelle/fristen/<uuid:run>/", erasures.erasure_record, name="secretariat_record"),
    path("geschaeftsstelle/<uuid:subject>/zugriffe/", access.case_access, name="case_access"),
    path("geschaeftsstelle/<uuid:subject>/auskunft/", requests.answer, name="secretariat_data_request"),
    path("antrag/<uuid:subject>/zugriffe/", access.own_access, name="own_access"),
    path("antrag/<uuid:subject>/auskunft/", requests.answer, name="data_request"),
]
