"""The members' own views and their joint text; how they stand, for the secretariat."""

from django.urls import path

from gremium.assessing.views import joint, own

app_name = "assessing"
urlpatterns = [
    path("mitglieder/zurueckgetreten/", own.recusals, name="recusals"),
    path("mitglieder/<uuid:subject>/eigene-sicht/", own.own_view, name="own_view"),
    path("mitglieder/<uuid:subject>/eigene-sicht/bilden/", own.form_view, name="form_view"),
    path("mitglieder/<uuid:subject>/notizen/", own.write_note, name="write_note"),
    path("mitglieder/<uuid:subject>/notizen/<uuid:note>/", own.change_note, name="change_note"),
    path("mitglieder/<uuid:subject>/notizen/<uuid:note>/schreiben/", own.write_note, name="rewrite_note"),
    path("mitglieder/<uuid:subject>/notizen/<uuid:note>/loeschen/", own.erase_note, name="erase_note"),
    path("mitglieder/<uuid:subject>/zuruecktreten/", own.step_back, name="step_back"),
    path("mitglieder/<uuid:subject>/wieder-teilnehmen/", own.come_back, name="come_back"),
    path("mitglieder/<uuid:subject>/einschaetzung/", joint.joint_text, name="joint_text"),
    path("mitglieder/<uuid:subject>/einschaetzung/zustimmen/", joint.agree, name="agree"),
    path("geschaeftsstelle/<uuid:subject>/einschaetzung/", joint.standing, name="standing"),
    path("geschaeftsstelle/<uuid:subject>/einschaetzung/<uuid:member>/", joint.excuse, name="excuse"),
    path("geschaeftsstelle/<uuid:subject>/einschaetzung/abschliessen/", joint.finalise, name="finalise"),
]
