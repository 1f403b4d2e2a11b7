"""Letters inside the CMS, below `/cms/schreiben/`."""

from django.urls import path

from gremium.letters import cms_views, language_views

app_name = "letters_cms"
urlpatterns = [
    path("", cms_views.overview, name="overview"),
    path("<slug:key>/", cms_views.edit, name="edit"),
    path("<slug:key>/vorschau/", cms_views.preview, name="preview"),
    path("<slug:key>/freigabe/", cms_views.release, name="release"),
    path("<slug:key>/sprachen/<str:language>/", language_views.language, name="language"),
    path("<slug:key>/fassungen/", cms_views.versions, name="versions"),
    path("<slug:key>/fassungen/<int:number>/", cms_views.version, name="version"),
]
