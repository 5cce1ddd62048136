"""Database access below the ORM: fair SQLite writers and raw reads."""
