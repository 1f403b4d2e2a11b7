import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gremium_forms", "0003_translations"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkingCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form_key", models.CharField(max_length=80, unique=True, verbose_name="form")),
                ("content", models.TextField(verbose_name="content")),
                ("consent_text", models.TextField(blank=True, verbose_name="new consent text")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="revision")),
                ("editor_refs", models.JSONField(default=list, editable=False)),
                ("changed_by", models.CharField(blank=True, max_length=120, verbose_name="changed by")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="changed")),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="working_copies",
                        to="gremium_forms.formversion",
                        verbose_name="begun from version",
                    ),
                ),
            ],
            options={
                "verbose_name": "working copy of a form",
                "verbose_name_plural": "working copies of forms",
            },
        ),
        migrations.CreateModel(
            name="ReleaseRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("form_key", models.CharField(max_length=80, verbose_name="form")),
                ("version", models.CharField(max_length=40, verbose_name="version")),
                ("text", models.TextField(verbose_name="form file")),
                ("consent_text", models.TextField(blank=True, verbose_name="new consent text")),
                ("note", models.TextField(blank=True, verbose_name="what is to be known about it")),
                ("editor_refs", models.JSONField(default=list, editable=False)),
                ("asked_by_ref", models.CharField(editable=False, max_length=40)),
                ("asked_by", models.CharField(max_length=120, verbose_name="asked for by")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked for")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for release"),
                            ("published", "published"),
                            ("returned", "sent back"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("approvals", models.JSONField(default=dict, editable=False)),
                ("remark", models.TextField(blank=True, verbose_name="why it was sent back")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gremium_forms.formversion",
                        verbose_name="begun from version",
                    ),
                ),
                (
                    "published",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release",
                        to="gremium_forms.formversion",
                        verbose_name="published as",
                    ),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="gremium_forms.workingcopy",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for release",
                "verbose_name_plural": "requests for release",
                "ordering": ("-asked_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("form_key",),
                        name="one_waiting_request_a_form",
                    )
                ],
            },
        ),
    ]
