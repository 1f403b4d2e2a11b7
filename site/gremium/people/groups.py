"""The groups of the page editor that go with a role; nobody joins them by hand."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from gremium.people.models import Role, User

CONTENT_APPS = ("pages", "wagtailcore", "wagtailimages", "wagtaildocs", "wagtail_localize", "wagtailredirects")
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
FILE_RIGHTS = [f"{act}_{kind}" for kind in ("document", "image") for act in ("add", "change", "delete", "choose")]
GROUPS: dict[str, str] = {Role.EDITOR: "Redaktion", Role.TECHNICIAN: "Technik"}
TECHNICAL_MODELS = ("site", "locale", "redirect")
NOBODYS_MODELS = (
    "workflow",
    "task",
    "groupapprovaltask",
    "secondpersontask",
    "collection",
    "collectionviewrestriction",
    "pageviewrestriction",
)
"""What the software sets up itself: who could change the workflow could publish a legal text alone."""


def join_groups(user: User) -> None:
    """Put the account into exactly the groups of its role."""
    name = GROUPS.get(user.role)
    user.groups.set([_group(name)] if name else [])


def refresh_rights() -> None:
    """Give the groups the rights of today's code: a new kind of page or snippet is theirs from the next start on."""
    for group in Group.objects.filter(name__in=GROUPS.values()):
        _set_rights(group)


def _group(name: str) -> Group:
    group, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        _set_rights(group)
    root = Page.get_first_root_node()
    if root is not None and name == GROUPS[Role.EDITOR]:
        for permission in _page_rights():
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    return group


def _set_rights(group: Group) -> None:
    group.permissions.set(_editor_rights() if group.name == GROUPS[Role.EDITOR] else _technician_rights())
    group.permissions.add(*Permission.objects.filter(codename="access_admin"))
    if group.name == GROUPS[Role.EDITOR]:
        _open_files(group)


def _open_files(group: Group) -> None:
    """Wagtail asks for rights to files folder by folder; all lie in one."""
    folder = Collection.get_first_root_node()
    if folder is not None:
        for permission in Permission.objects.filter(codename__in=FILE_RIGHTS):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=folder, permission=permission)


def _editor_rights() -> list[Permission]:
    return list(
        Permission.objects.filter(content_type__app_label__in=CONTENT_APPS).exclude(
            content_type__model__in=(*TECHNICAL_MODELS, *NOBODYS_MODELS)
        )
    )


def _technician_rights() -> list[Permission]:
    return list(Permission.objects.filter(content_type__model__in=TECHNICAL_MODELS))


def _page_rights() -> list[Permission]:
    return list(
        Permission.objects.filter(
            content_type__app_label="wagtailcore", content_type__model="page", codename__in=PAGE_RIGHTS
        )
    )
