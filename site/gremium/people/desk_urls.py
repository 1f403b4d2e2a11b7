"""Pages about people: the secretariat's, those of an organisation's lead, and of the second person."""

from django.urls import path

from gremium.people import (
    account_pages,
    invitation_pages,
    organisation_pages,
    seat_pages,
    staff_pages,
    undelivered_pages,
)

app_name = "people"
urlpatterns = [
    path("geschaeftsstelle/personen/", account_pages.accounts, name="accounts"),
    path("geschaeftsstelle/personen/<uuid:ref>/", account_pages.account, name="account"),
    path("geschaeftsstelle/personen/<uuid:ref>/sperren/", account_pages.block, name="block"),
    path("geschaeftsstelle/personen/<uuid:ref>/oeffnen/", account_pages.unblock, name="unblock"),
    path("geschaeftsstelle/personen/<uuid:ref>/faktor/", account_pages.reset_factor, name="reset_factor"),
    path("geschaeftsstelle/personen/einladungen/", invitation_pages.invitations, name="invitations"),
    path("geschaeftsstelle/personen/einladungen/<uuid:ref>/senden/", invitation_pages.send, name="send_invitation"),
    path(
        "geschaeftsstelle/personen/einladungen/<uuid:ref>/zurueck/",
        invitation_pages.take_back,
        name="take_back_invitation",
    ),
    path("geschaeftsstelle/personen/traeger/", organisation_pages.organisations, name="organisations"),
    path("geschaeftsstelle/personen/traeger/<uuid:ref>/ende/", organisation_pages.end, name="end_recognition"),
    path("geschaeftsstelle/personen/sitze/", seat_pages.seats, name="seats"),
    path("geschaeftsstelle/personen/sitze/wahlperioden/", seat_pages.terms, name="terms"),
    path("geschaeftsstelle/personen/sitze/<int:seat>/ende/", seat_pages.end, name="end_seat"),
    path("geschaeftsstelle/personen/sitze/<str:origin>/", seat_pages.assign, name="assign_seat"),
    path("geschaeftsstelle/personen/post/", undelivered_pages.undelivered, name="undelivered"),
    path("geschaeftsstelle/personen/post/<uuid:ref>/erneut/", undelivered_pages.send_again, name="send_mail_again"),
    path("geschaeftsstelle/personen/post/<uuid:ref>/gesagt/", undelivered_pages.told_otherwise, name="told_otherwise"),
    path("traeger/", staff_pages.staff, name="staff"),
    path("traeger/vorschlagen/", staff_pages.propose, name="propose_colleague"),
    path("traeger/<uuid:ref>/bestaetigen/", staff_pages.confirm, name="confirm_role"),
    path("traeger/<uuid:ref>/sperren/", staff_pages.block, name="block_colleague"),
    path("zweite-person/faktor/<uuid:ref>/", account_pages.decide_reset, name="decide_reset"),
    path("zweite-person/einladung/<uuid:ref>/", account_pages.send_proposed, name="send_proposed"),
]
