"""Touches are only ever added."""

from functools import partial

from django.db import migrations

from jobcaffe.foundation.db.guards import TOUCHES, put_up, take_down


def _up(_apps, schema_editor):
    put_up(schema_editor, TOUCHES)


def _down(_apps, schema_editor):
    take_down(schema_editor, TOUCHES)


class Migration(migrations.Migration):
    dependencies = [("network_outreach", "0001_initial")]
    operations = [migrations.RunPython(_up, _down, elidable=False)]
