from django.db import migrations

from jobcaffe.foundation.db import guards


def up(apps, schema_editor):
    guards.put_up(schema_editor, guards.CONSENTS)


def down(apps, schema_editor):
    guards.take_down(schema_editor, guards.CONSENTS)


class Migration(migrations.Migration):
    """Consents are immutable: only the withdrawal is filled in, once."""

    dependencies = [("privacy", "0001_initial")]
    operations = [migrations.RunPython(up, down)]
