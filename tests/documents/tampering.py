"""Changes to tables as someone with the database's password could make them."""

from django.db import connection


def tamper(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
