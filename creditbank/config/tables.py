"""Bringing the tables up to date, as their owner, and saying what the application may do with them."""

from django.core.management import call_command
from django.db import connections
from psycopg import sql

# Trusted extensions: whoever owns a database may create them.
EXTENSIONS = ("pg_trgm", "btree_gist")
RIGHTS = (
    ("TABLES", "SELECT, INSERT, UPDATE, DELETE"),
    ("SEQUENCES", "USAGE, SELECT"),
    ("FUNCTIONS", "EXECUTE"),
)


def migrate(verbosity: int = 0) -> None:
    """Extensions, rights, tables, cache. Rights come first, so that migrations may take some away."""
    application = connections["default"].settings_dict["USER"]
    owner = connections["owner"]
    with owner.cursor() as cursor:
        for extension in EXTENSIONS:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        if application != owner.settings_dict["USER"]:
            for statement in rights(application):
                cursor.execute(statement)
    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    call_command("createcachetable", database="owner", verbosity=verbosity)
    owner.close()


def rights(application: str) -> list[sql.Composed]:
    """What the owner allows the application on every table to come."""
    to = sql.Identifier(application)
    return [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(to),
        *(
            sql.SQL(
                f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {right} ON {things} TO {{}}"
            ).format(to)
            for things, right in RIGHTS
        ),
    ]
