"""JSON forms of the kernels on standard input and output."""

from __future__ import annotations

import json
from typing import TextIO

from jobcaffe.kernels.forms import FormError


def parsed(stdin: TextIO) -> object:
    """The JSON of a file. Raises :class:`FormError` when it is not JSON."""
    try:
        return json.load(stdin)
    except ValueError as error:
        raise FormError("", f"non è JSON valido: {error}") from error
    except RecursionError as error:
        raise FormError("", "ha troppi livelli, uno dentro l'altro") from error


def write(data: object, out: TextIO) -> None:
    """A form, indented, with a newline at the end."""
    json.dump(data, out, ensure_ascii=False, indent=2)
    out.write("\n")
