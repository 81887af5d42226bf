"""What was said of a promise is only ever added to."""

from django.db import migrations

from jobcaffe.foundation.db.guards import PLEDGES, put_up, take_down


def _up(_apps, schema_editor):
    put_up(schema_editor, PLEDGES)


def _down(_apps, schema_editor):
    take_down(schema_editor, PLEDGES)


class Migration(migrations.Migration):
    dependencies = [("fair_pledges", "0003_sure_and_forgotten")]
    operations = [migrations.RunPython(_up, _down, elidable=False)]
