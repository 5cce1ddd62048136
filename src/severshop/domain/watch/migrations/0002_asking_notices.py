from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('watch', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='delaynotice',
            index=models.Index(condition=models.Q(('offers_choice', True)), fields=['order'], name='delay_notice_asking'),
        ),
    ]
