"""``jobcaffe add_administrator --name "…" --contact …``: the first account of a new house."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.actions import create_administrator
from jobcaffe.foundation.accounts.contacts import parse


class Command(BaseCommand):
    """Create an administrator, who then creates everybody else from the pages."""

    help = "Crea l'accesso di un amministratore di sistema."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name and contact."""
        parser.add_argument("--name", required=True, help="nome e cognome")
        parser.add_argument("--contact", required=True, help="email o cellulare con cui entra")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create it, or say why not."""
        contact = parse(options["contact"])
        if contact is None:
            raise CommandError("Il contatto non è un'email né un numero di telefono.")
        try:
            user = create_administrator(name=options["name"], contact=contact)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Fatto. {user.name} può entrare con {contact.value}.")
