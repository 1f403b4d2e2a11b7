"""Meetings: the secretariat plans, invites, records and writes; the members answer, read and agree."""

from django.urls import path

from gremium.meetings.views import holding, meeting, members, minutes, planning

app_name = "meetings"
SECRETARIAT, MEMBERS = "geschaeftsstelle/sitzungen", "mitglieder/sitzungen"
ONE, ITEM = f"{SECRETARIAT}/<uuid:subject>", f"{SECRETARIAT}/<uuid:subject>/fall/<int:item>"

urlpatterns = [
    path("geschaeftsstelle/<uuid:subject>/termin/", planning.schedule, name="schedule"),
    path(f"{SECRETARIAT}/", planning.meetings, name="meetings"),
    path(f"{SECRETARIAT}/neu/", planning.plan, name="plan"),
    path(f"{SECRETARIAT}/vorbereiten/", planning.prepare, name="prepare"),
    path(f"{ONE}/", meeting.meeting, name="meeting"),
    path(f"{ONE}/aendern/", planning.change, name="change"),
    path(f"{ONE}/absagen/", planning.cancel, name="cancel"),
    path(f"{ONE}/einladen/", meeting.invite, name="invite"),
    path(f"{ONE}/stand/", meeting.progress, name="bundle_progress"),
    path(f"{ONE}/mappe/", meeting.bundle, name="bundle"),
    path(f"{ONE}/mappe/neuer-versuch/", meeting.retry, name="bundle_retry"),
    path(f"{ONE}/tagesordnung/", meeting.agenda, name="agenda"),
    path(f"{ONE}/anwesenheit/", holding.hold, name="hold"),
    path(f"{ITEM}/reihenfolge/", meeting.move, name="move"),
    path(f"{ITEM}/", holding.turn, name="turn"),
    path(f"{ITEM}/vertagen/", holding.defer, name="defer"),
    path(f"{ITEM}/nicht-erreicht/", holding.not_reached, name="not_reached"),
    path(f"{ONE}/protokoll/anlegen/", minutes.begin, name="begin_minutes"),
    path(f"{ONE}/protokoll/", minutes.minutes, name="minutes"),
    path(f"{ONE}/protokoll/vorlegen/", minutes.forward, name="put_forward"),
    path(f"{ONE}/protokoll/genehmigt/", minutes.approve_later, name="approve_later"),
    path(f"{ONE}/protokoll/drucken/", minutes.print_out, name="print_minutes"),
    path(f"{MEMBERS}/", members.meetings, name="members_meetings"),
    path(f"{MEMBERS}/<uuid:subject>/", members.meeting, name="members_meeting"),
    path(f"{MEMBERS}/<uuid:subject>/antwort/", members.answer, name="answer"),
    path(f"{MEMBERS}/<uuid:subject>/mappe/", members.bundle, name="members_bundle"),
    path(f"{MEMBERS}/<uuid:subject>/einladung/", members.invitation, name="invitation"),
    path(f"{MEMBERS}/<uuid:subject>/tagesordnung/", members.agenda, name="members_agenda"),
    path(f"{MEMBERS}/<uuid:subject>/fall/<int:item>/informiert/", members.informed, name="informed"),
    path(f"{MEMBERS}/<uuid:subject>/protokoll/", members.minutes, name="members_minutes"),
    path(f"{MEMBERS}/<uuid:subject>/protokoll/anmerken/", members.comment, name="comment"),
    path(f"{MEMBERS}/<uuid:subject>/protokoll/zustimmen/", members.approve, name="approve"),
]
