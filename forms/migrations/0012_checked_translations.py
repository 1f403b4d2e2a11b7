from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gremium_forms", "0011_withdrawals"),
    ]

    operations = [
        migrations.AddField(
            model_name="translation",
            name="checked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="checked"),
        ),
        migrations.AddField(
            model_name="translation",
            name="checked_by",
            field=models.CharField(blank=True, max_length=120, verbose_name="checked by"),
        ),
        migrations.AddField(
            model_name="translation",
            name="checked_by_ref",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
    ]
