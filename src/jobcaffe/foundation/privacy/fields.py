"""Encrypted model fields: text at rest is unreadable without the key file.

They refuse to be filtered or ordered: a comparison of ciphertexts would silently find nothing.
Where exact search is needed the model keeps a blind index beside the field.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.db import models

from jobcaffe.foundation.privacy import crypto


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # not generic at run time
    """Text kept as AES-GCM. Empty text stays empty: that there is nothing is no secret."""

    def _where(self) -> str:
        """What the associated data names. Not the row: bulk writes seal before a row has its key."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way to the database."""
        text = super().get_prep_value(value)
        return crypto.seal(text, where=self._where()) if text else text

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Decrypt on the way out. Raises ``crypto.Unreadable`` for a moved or altered value."""
        return crypto.open_sealed(value, where=self._where()) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Only ``isnull`` can be asked of an encrypted field. Raises ``FieldError`` for the rest."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self._where()} is encrypted: search its blind index instead")


class EncryptedJSONField(EncryptedTextField):
    """A JSON value kept as AES-GCM; ``None`` and empty containers are kept as empty text."""

    if TYPE_CHECKING:  # what the checker of types knows a field by
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any
        _pyi_lookup_exact_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt the JSON text."""
        return super().get_prep_value(json.dumps(value, ensure_ascii=False) if value else "")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Decrypt and parse."""
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else self.get_default()

    def value_to_string(self, obj: Any) -> str:
        """For serialisers."""
        return json.dumps(self.value_from_object(obj), ensure_ascii=False)

    def to_python(self, value: Any) -> Any:
        """Already a Python value."""
        return value
