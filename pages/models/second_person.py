"""Legal texts go live only after a second person has read them: the German ones, which alone are binding."""

from contextvars import ContextVar
from typing import Any, ClassVar, cast

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester, Task, TaskState, Workflow, WorkflowTask
from wagtail.permissions import policy_registry

WORKFLOW = "Freigabe durch eine zweite Person"
TASK = "Zweite Person liest"
_is_approved: ContextVar[bool] = ContextVar("is_approved", default=False)
"""True while an approval is carried out: Wagtail asks the approver's rights again when it publishes."""


class SecondPersonTask(Task):
    """Whoever may publish pages approves, but never a version of her own."""

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        if not may_approve(obj, user):
            return []
        return [("reject", _("Request changes"), True), ("approve", _("Approve"), False)]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **details: Any) -> None:
        """Who changes the text while approving it has become its author: it goes on waiting for somebody else."""
        if action_name == "approve" and not may_approve(task_state.workflow_state.content_object, user):
            return
        approved = _is_approved.set(action_name == "approve")
        try:
            super().on_action(task_state, user, action_name, **details)
        finally:
            _is_approved.reset(approved)

    def get_task_states_user_can_moderate(self, user: Any, **details: Any) -> Any:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        may_publish = policy_registry.get_by_type(Page).user_has_permission(user, "publish")
        return waiting.exclude(revision__user=user) if may_publish else waiting.none()

    @classmethod
    def get_description(cls) -> str:
        return str(_("Somebody other than the author reads the text and publishes it."))


class SecondPersonTester(PagePermissionTester):
    """Nobody publishes but by approving; to take a page offline one person is enough."""

    def can_publish(self) -> bool:
        return _is_approved.get() and bool(super().can_publish())


class SecondPerson:
    """For kinds of pages: stands before `PublicPage` in their bases."""

    needs_second_person: ClassVar[bool] = True

    @property
    def waits_for_second_person(self) -> bool:
        return bool(cast(Page, self).locale.language_code == settings.LANGUAGE_CODE)

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return (SecondPersonTester if self.waits_for_second_person else PagePermissionTester)(user, self)

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def get_workflow(self) -> Workflow | None:
        """None where somebody has switched it off: then nobody can publish, which is safer than everybody."""
        return Workflow.objects.active().filter(name=WORKFLOW).first() if self.waits_for_second_person else None


def set_up_workflow() -> None:
    """Make the workflow where it is missing; it may be called any number of times."""
    workflow, _is_new = Workflow.objects.get_or_create(name=WORKFLOW)
    task, _is_new = SecondPersonTask.objects.get_or_create(name=TASK)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})


def may_approve(page: Page, user: Any) -> bool:
    latest = page.get_latest_revision()
    is_author = latest is not None and latest.user_id == user.pk
    return not is_author and bool(PagePermissionTester(user, page).can_publish())
