"""What waits for a member of the cases: the own view first, then the joint text."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from gremium.assessing.models import Agreement, JointDraft, Share
from gremium.cases.models import Case, State
from gremium.people.asking import current_seat
from gremium.people.models import User
from gremium.people.waiting import Waiting


def waiting_views(user: User) -> Iterator[Waiting]:
    """Cases the desk of the members lists anyway."""
    if current_seat(user) is None:
        return
    own = Share.objects.filter(case=OuterRef("pk"), member=user)
    cases = Case.objects.visible_to(user).filter(state__in=(State.SCHEDULED, State.DELIBERATED))
    cases = cases.exclude(Exists(own.filter(excused_at__isnull=False))).order_by("meeting_on", "submitted_at")
    has_view = Exists(own.filter(formed_at__isnull=False))
    written = Subquery(JointDraft.objects.filter(case=OuterRef("pk")).values("version"))
    agreed = Subquery(Agreement.objects.filter(member=user, case=OuterRef("pk")).values("version"))
    rows = cases.values_list("pk", "reference", "state", "meeting_on", has_view, written, agreed)
    for pk, reference, state, meeting_on, is_formed, version, own_version in rows:
        told = {"reference": reference}
        if not is_formed:
            words = _("Read %(reference)s and form your own view") % told
            yield Waiting(words, reverse("assessing:own_view", args=[pk]), meeting_on)
        elif state == State.DELIBERATED and own_version != (version or 0):
            words = _("Finish the joint text on %(reference)s with the others and agree to it") % told
            yield Waiting(words, reverse("assessing:joint_text", args=[pk]))
