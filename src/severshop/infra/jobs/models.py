from django.db import models


class PeriodicJob(models.Model):
    """A piece of work that comes back: one row a job, run by whoever holds its lease."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    last_started_at = models.DateTimeField(null=True)
    last_done_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
