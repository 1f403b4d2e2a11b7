"""The editors' own pages inside the CMS."""

from django.urls import path

from pages.editing.form import consent_views as form_consent
from pages.editing.form import dossier_views as form_dossier
from pages.editing.form import dry_run_views as form_dry_run
from pages.editing.form import part_views as form_parts
from pages.editing.form import preview_views as form_preview
from pages.editing.form import release_views as form_release
from pages.editing.form import translation_views as form_translations
from pages.editing.form import views as form
from pages.editing.views import change, elsewhere, helping, matrix, outside, po_files, reports, translate

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
    path("vorschau/<int:page_id>/", elsewhere.preview, name="preview_elsewhere"),
    path("berichte/links-und-nummern/", reports.findings, name="findings"),
    path("berichte/hinweise/", reports.hints, name="hints"),
    path("berichte/wiedervorlage/", reports.reviews, name="reviews"),
    path("formular/", form.overview, name="form"),
    path("formular/schritt/<slug:step>/", form.step, name="form_step"),
    path("formular/umbauen/", form.reshape, name="form_reshape"),
    path("formular/verwerfen/", form.discard, name="form_discard"),
    path("formular/datei/", form.export, name="form_export"),
    path("formular/datei/uebernehmen/", form.take_in, name="form_import"),
    path("formular/teil/<slug:slug>/", form_parts.part, name="form_part"),
    path("formular/einwilligung/", form_parts.consent_text, name="form_consent_text"),
    path("formular/einwilligung/sprachen/", form_consent.overview, name="form_consent_languages"),
    path("formular/einwilligung/sprachen/<str:language>/", form_consent.language, name="form_consent_language"),
    path("formular/uebersetzungen/", form_translations.overview, name="form_translations"),
    path("formular/uebersetzungen/<str:language>/", form_translations.language, name="form_translation"),
    path("formular/uebersetzungen/<str:language>/geprueft/", form_translations.check, name="form_translation_check"),
    path("formular/vorschau/", form_preview.preview, name="form_preview"),
    path("formular/vorschau/<slug:step>/", form_preview.preview, name="form_preview_step"),
    path("formular/dossier/vorschau/", form_dossier.preview_part, name="form_dossier_preview"),
    path("formular/dossier/vorschau/<slug:step>/", form_dossier.preview_step, name="form_dossier_preview_step"),
    path("formular/freigabe/", form_release.release, name="form_release"),
    path("formular/freigabe/zurueckziehen/", form_release.take_back, name="form_withdraw"),
    path("formular/probelauf/", form_dry_run.dry_run, name="form_dry_run"),
    path("formular/probelauf/<uuid:number>/<int:person>/<int:page>/", form_dry_run.picture, name="form_dry_run_page"),
    path("formular/fassungen/", form_release.versions, name="form_versions"),
    path("formular/fassungen/datei/", form_release.version_file, name="form_version_file"),
    path("hilfe/", helping.topic, name="help"),
    path("hilfe/<slug:slug>/", helping.topic, name="help_topic"),
]
