from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fair_talks', '0003_plan_instance'),
    ]

    operations = [
        migrations.AddField(
            model_name='wish',
            name='by_house',
            field=models.BooleanField(default=False),
        ),
    ]
