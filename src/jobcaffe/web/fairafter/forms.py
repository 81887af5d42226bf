"""Three questions, the code of a contact, who did not come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobcaffe.exchange.posts.models import Post
from jobcaffe.fair.events.models import Stand
from jobcaffe.fair.pledges import rules
from jobcaffe.fair.pledges.enums import Useful
from jobcaffe.foundation.ui.forms import CheckGrid, Form, InlineRadios


class OpinionForm(Form):
    """*È stata utile? Che cosa hai trovato? Che cosa faresti meglio?*"""

    useful = forms.ChoiceField(label=_("È stata utile?"), choices=Useful.choices, widget=InlineRadios)
    found = forms.MultipleChoiceField(
        label=_("Che cosa hai trovato?"), choices=list(rules.FOUND.items()), widget=CheckGrid, required=False
    )
    better = forms.CharField(
        label=_("Che cosa faresti meglio?"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class ContactForm(Form):
    """The code on the ticket of who was at the stand, and for which post."""

    code = forms.CharField(
        label=_("Codice del biglietto"),
        max_length=12,
        help_text=_("Per esempio F4-118. Solo di chi vi ha detto di sì."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )
    post_id = forms.TypedChoiceField(
        label=_("Per quale annuncio?"), required=False, empty_value=None, coerce=str
    )

    def __init__(self, *args: Any, posts: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Nessuno in particolare")), *((str(post.pk), post.title) for post in posts)]
        self.fields["post_id"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            del self.fields["post_id"]


class CloseForm(Form):
    """The exhibitors that did not come; everybody else was there."""

    missing = forms.MultipleChoiceField(
        label=_("Chi aveva uno stand e non è venuto?"), widget=CheckGrid, required=False
    )

    def __init__(self, *args: Any, stands: Iterable[Stand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["missing"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.organisation.name) for one in stands
        ]
