"""Every write about campaigns, by subject. Callers import from here."""

from jobcaffe.network.outreach.actions.campaigns import (
    add_organisations,
    close_campaign,
    create_campaign,
    exclude,
    include,
    update_campaign,
)
from jobcaffe.network.outreach.actions.cards import (
    found_number,
    let_go,
    prioritise,
    take,
    take_next,
)
from jobcaffe.network.outreach.actions.mailings import (
    create_mailing,
    finish_mailing,
    invite,
    mail_card,
    post_letters,
    start_mailing,
    tell_the_week,
)
from jobcaffe.network.outreach.actions.refusals import hold_addresses, lift_refusal, refuse, stop_by_link
from jobcaffe.network.outreach.actions.touches import hear, tell, undo

__all__ = [
    "add_organisations",
    "close_campaign",
    "create_campaign",
    "create_mailing",
    "exclude",
    "finish_mailing",
    "found_number",
    "hear",
    "hold_addresses",
    "include",
    "invite",
    "let_go",
    "lift_refusal",
    "mail_card",
    "post_letters",
    "prioritise",
    "refuse",
    "start_mailing",
    "stop_by_link",
    "take",
    "take_next",
    "tell",
    "tell_the_week",
    "undo",
    "update_campaign",
]
