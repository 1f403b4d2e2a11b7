"""Who receives data of a case, by role: what the rights allow, and who has used them (Art. 15(1)(c), Art. 30 GDPR)."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gremium.cases.models import Case
from gremium.oversight.who_saw import Asked, told
from gremium.people.models import Role

RECEIVE: dict[Role, str | Promise] = {
    Role.CASE_WORKER: gettext_lazy("counselling centre that handed in the application: the whole application"),
    Role.SECRETARIAT: gettext_lazy("secretariat of the board: the whole application, letters, the assessment"),
    Role.MEMBER: gettext_lazy(
        "the four members, the head of the immigration office among them: competence and question after the formal "
        "check, the dossier once the case is on an agenda"
    ),
    Role.DEPARTMENT_OFFICE: gettext_lazy("second person for an exclusion: competence alone"),
    Role.DATA_PROTECTION: gettext_lazy("data protection officer: who had access, no content"),
}
"""What each role may receive; every other role receives nothing."""


def recipients(case: Case) -> Iterator[str]:
    """One line a role: what it may receive, and whether the journal names an access."""
    seen = {one.role for one in told(Asked(case.pk).lines(), case.pk)}
    for role, what in RECEIVE.items():
        label = str(role.label)
        used = _("has had access") if label in seen else _("no access so far")
        yield f"{label}: {what} ({used})"
    yield _("Immigration office: the assessment, only if every adult has agreed to that (P5)")
