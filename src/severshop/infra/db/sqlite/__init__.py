"""Django's SQLite backend with fair writers: `ENGINE = "severshop.infra.db.sqlite"`."""
