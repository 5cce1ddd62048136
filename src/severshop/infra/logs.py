"""Structured logs: one JSON object a line, each with the id of the request it belongs to."""

import contextvars
import logging
import logging.config
import re
import sys
from typing import Any

import structlog

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")

LINK = re.compile(r"(/(?:t|order|case)/)[A-Za-z0-9_-]{22}")
"""An address that opens an order, wherever a library writes it."""


SECURITY = "django.security"
"""What Django says of requests that somebody forged: the host, the session, the size of a form."""
FORGED_MOST = 300
"""Characters kept of such a line: a stranger wrote most of it."""


class ForgedIsOneLine(logging.Filter):
    """Keeps a forged request to one short line: where in Django it was refused tells nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == SECURITY or record.name.startswith(f"{SECURITY}."):
            record.msg, record.args = record.getMessage()[:FORGED_MOST], None
            record.exc_info = record.exc_text = None
        return True


def configure_logs(*, level: str) -> None:
    """Send everything, ours and the libraries', to standard error as JSON lines."""
    shared: list[Any] = [
        _add_request_id,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, _hide_links, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _hide_links,
            structlog.processors.JSONRenderer(),
        ],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": formatter},
            "filters": {"forged": {"()": ForgedIsOneLine}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["forged"]}},
            "root": {"handlers": ["stderr"], "level": level},
            # Each names every call it makes, with the address: noise at best, a secret at worst.
            "loggers": {name: {"level": "WARNING"} for name in ("httpx", "httpcore", "asyncio", "mail.log")},
        }
    )


def _add_request_id(_logger: Any, _method: str, event: Any) -> Any:
    if current := request_id.get():
        event["request_id"] = current
    return event


def _hide_links(_logger: Any, _method: str, event: Any) -> Any:
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = LINK.sub(r"\1...", value)
    return event
