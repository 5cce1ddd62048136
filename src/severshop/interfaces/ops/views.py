"""Health and figures, for machines that watch over the shop."""

import hmac

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from severshop.infra import clock
from severshop.infra.jobs.queries import worker_seen_at
from severshop.interfaces.ops.figures import exposition
from severshop.usecases.reading import system_state as reading

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Answer 200 when the database answers and a worker was seen lately, else 503 and which of them is missing."""
    try:
        database = reading.database_answers()
        is_alive = reading.worker_is_alive(worker_seen_at(), now=clock.now())
    except DatabaseError:
        database, is_alive = False, False
    found = {"database": "ok" if database else "unreachable", "worker": "ok" if is_alive else "not seen lately"}
    is_well = database and is_alive
    return JsonResponse({"ok": is_well} | found, status=200 if is_well else 503)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with the shop's figures in the text format of Prometheus.

    With a METRICS_TOKEN only its bearer may read them; without one, only the demo shows them.
    """
    if settings.METRICS_TOKEN:
        if not _is_bearer(request, settings.METRICS_TOKEN):
            return HttpResponse("A bearer token is needed.\n", status=401, headers={"WWW-Authenticate": "Bearer"})
    elif not settings.DEMO:
        raise Http404
    return HttpResponse(exposition(reading.numbers(), now=clock.now()), content_type=CONTENT_TYPE)


def _is_bearer(request: HttpRequest, token: str) -> bool:
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
