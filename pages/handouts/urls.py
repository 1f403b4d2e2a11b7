"""Below each language: the sheet of a page, the same beside German, its QR code."""

from django.urls import re_path

from pages.handouts import views

PATH = r"(?P<path>(?:[\w-]+/)*)"

urlpatterns = [
    re_path(rf"^blatt/zweisprachig/{PATH}$", views.sheet_beside_german, name="sheet_beside_german"),
    re_path(rf"^blatt/{PATH}$", views.sheet, name="sheet"),
    re_path(r"^qr/(?P<path>(?:[\w-]+/)*[\w-]+)\.svg$", views.code, name="qr_code"),
]
