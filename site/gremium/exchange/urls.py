"""The exchange: `austausch/` for all who take part, the yearly report with the secretariat."""

from django.urls import path

from gremium.exchange.views import desk, events, questions, reports

app_name = "exchange"
urlpatterns = [
    path("austausch/", desk.desk, name="desk"),
    path("austausch/fragen/neu/", questions.ask, name="ask"),
    path("austausch/fragen/aus-fall/<uuid:subject>/", questions.draw, name="draw"),
    path("austausch/fragen/<uuid:question>/", questions.question, name="question"),
    path("austausch/fragen/<uuid:question>/annehmen/", questions.take_up, name="take_up"),
    path("austausch/fragen/<uuid:question>/ablehnen/", questions.decline, name="decline"),
    path("austausch/fragen/<uuid:question>/schreiben/", questions.write, name="write"),
    path("austausch/fragen/<uuid:question>/zustimmen/", questions.agree, name="agree"),
    path("austausch/fragen/<uuid:question>/zuruecknehmen/", questions.take_back, name="take_back"),
    path("austausch/termine/neu/", events.new_event, name="new_event"),
    path("austausch/termine/<uuid:event>/", events.event, name="event"),
    path("austausch/termine/<uuid:event>/aendern/", events.change, name="change_event"),
    path("austausch/termine/<uuid:event>/absagen/", events.cancel, name="cancel_event"),
    path("austausch/termine/<uuid:event>/antwort/", events.reply, name="reply"),
    path("austausch/termine/<uuid:event>/termin.ics", events.calendar, name="event_calendar"),
    path("austausch/termine/<uuid:event>/papiere/<uuid:paper>/", events.paper, name="paper"),
    path("geschaeftsstelle/jahresbericht/", reports.reports, name="reports"),
    path("geschaeftsstelle/jahresbericht/<int:year>/", reports.report, name="report"),
    path("geschaeftsstelle/jahresbericht/<int:year>/weitergegeben/", reports.given, name="report_given"),
    path("geschaeftsstelle/jahresbericht/<int:year>/papier/", reports.paper, name="report_paper"),
]
