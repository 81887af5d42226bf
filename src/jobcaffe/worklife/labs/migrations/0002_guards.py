"""Results, decisions and money of experiments are only ever added."""

from functools import partial

from django.db import migrations

from jobcaffe.foundation.db.guards import LABS, put_up, take_down


def _up(guard, _apps, schema_editor):
    put_up(schema_editor, guard)


def _down(guard, _apps, schema_editor):
    take_down(schema_editor, guard)


class Migration(migrations.Migration):
    dependencies = [("worklife_labs", "0001_initial")]
    operations = [
        migrations.RunPython(partial(_up, guard), partial(_down, guard), elidable=False) for guard in LABS
    ]
