"""Desks and case pages: case managers under `antrag/`, the secretariat, the members."""

from django.urls import path

from gremium.cases.views import dossiers, members, own, secretariat, withdrawals

app_name = "cases"
urlpatterns = [
    path("antrag/", own.desk, name="own_desk"),
    path("antrag/<uuid:subject>/", own.case, name="case"),
    path("antrag/<uuid:subject>/uebergeben/", own.hand_over, name="hand_over"),
    path("antrag/<uuid:subject>/stand/", dossiers.progress, name="progress"),
    path("antrag/<uuid:subject>/dossier/", dossiers.download, {"back_to": "cases:case"}, name="dossier"),
    path("antrag/<uuid:subject>/widerruf/", withdrawals.take_back, {"area": ""}, name="withdraw"),
    path("antrag/<uuid:subject>/widerruf/geprueft/", withdrawals.release, name="release_rest"),
    path("antrag/<uuid:subject>/widerruf/<uuid:withdrawal>/", withdrawals.receipt, name="receipt"),
    path("geschaeftsstelle/", secretariat.desk, name="secretariat_desk"),
    path("geschaeftsstelle/<uuid:subject>/", secretariat.case, name="secretariat_case"),
    path("geschaeftsstelle/<uuid:subject>/stand/", dossiers.progress, name="secretariat_progress"),
    path(
        "geschaeftsstelle/<uuid:subject>/dossier/",
        dossiers.download,
        {"back_to": "cases:secretariat_case"},
        name="secretariat_dossier",
    ),
    path("geschaeftsstelle/<uuid:subject>/zulassen/", secretariat.admit, name="admit"),
    path("geschaeftsstelle/<uuid:subject>/neuer-versuch/", secretariat.retry, name="retry"),
    path(
        "geschaeftsstelle/<uuid:subject>/widerruf/",
        withdrawals.take_back,
        {"area": "secretariat_"},
        name="secretariat_withdraw",
    ),
    path(
        "geschaeftsstelle/<uuid:subject>/widerruf/<uuid:withdrawal>/", withdrawals.receipt, name="secretariat_receipt"
    ),
    path("mitglieder/", members.desk, name="members_desk"),
    path("mitglieder/<uuid:subject>/", members.case, name="members_case"),
    path("mitglieder/<uuid:subject>/dossier/", members.copy, name="members_copy"),
]
