from django.db import migrations

from severshop.domain.withdrawals.locks import lock_statements, open_statements


def lock(_apps, schema_editor):
    for statement in lock_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def open_again(_apps, schema_editor):
    for statement in open_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("withdrawals", "0001_initial")]

    operations = [migrations.RunPython(lock, open_again)]
