from django.db import models


class Tally(models.Model):
    """How often something was asked for in the window that is running. `key` is a keyed digest of who or what."""

    key = models.CharField(max_length=43, primary_key=True)
    window_ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)
