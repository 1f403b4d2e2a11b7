"""The editors' own pages inside the CMS."""

from django.urls import path

from pages.editing.views import change, helping, matrix, outside, po_files, reports, translate

app_name = "editing"
urlpatterns = [
    path("uebersetzungen/", matrix.overview, name="matrix"),
    path("uebersetzungen/sprache/<str:language>/", matrix.release, name="release"),
    path("uebersetzungen/dateien/", po_files.overview, name="po_files"),
    path("uebersetzungen/dateien/<str:language>/", po_files.export, name="po_export"),
    path("uebersetzungen/dateien/<str:language>/hochladen/", po_files.take_in, name="po_import"),
    path("uebersetzungen/link/<uuid:number>/zurueckziehen/", outside.withdraw_link, name="withdraw_link"),
    path("uebersetzungen/<uuid:key>/aenderung/", change.ask, name="change"),
    path("uebersetzungen/<uuid:key>/<str:language>/", translate.translate, name="translate"),
    path("uebersetzungen/<uuid:key>/<str:language>/geprueft/", translate.check, name="check"),
    path("uebersetzungen/<uuid:key>/<str:language>/link/", outside.make_link, name="make_link"),
    path("uebersetzungen/<uuid:key>/<str:language>/datei/", po_files.export, name="po_export_one"),
    path("uebersetzungen/<uuid:key>/<str:language>/datei/hochladen/", po_files.take_in, name="po_import_one"),
    path("berichte/links-und-nummern/", reports.findings, name="findings"),
    path("berichte/hinweise/", reports.hints, name="hints"),
    path("berichte/wiedervorlage/", reports.reviews, name="reviews"),
    path("hilfe/", helping.topic, name="help"),
    path("hilfe/<slug:slug>/", helping.topic, name="help_topic"),
]
