from django.db import migrations

from jobcaffe.foundation.db import guards


def up(apps, schema_editor):
    guards.put_up(schema_editor, guards.JOURNAL)


def down(apps, schema_editor):
    guards.take_down(schema_editor, guards.JOURNAL)


class Migration(migrations.Migration):
    """The journal is append-only: no row is changed or deleted."""

    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(up, down)]
