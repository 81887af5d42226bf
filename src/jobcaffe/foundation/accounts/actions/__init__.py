"""Every write about accounts, by subject. Callers import from here."""

from jobcaffe.foundation.accounts.actions.cards import (
    issue_card,
    revoke_card,
    revoke_cards_of,
    use_card,
)
from jobcaffe.foundation.accounts.actions.codes import request_code, verify_code, verify_link
from jobcaffe.foundation.accounts.actions.contacts import (
    ask_contact_change,
    choose_language,
    confirm_contact_change,
)
from jobcaffe.foundation.accounts.actions.gates import open_gate
from jobcaffe.foundation.accounts.actions.members import forget_member
from jobcaffe.foundation.accounts.actions.partners import close_partner, open_partner
from jobcaffe.foundation.accounts.actions.passkeys import (
    add_passkey,
    make_recovery_codes,
    remove_passkey,
    reset_second_factor,
    use_recovery_code,
    verify_passkey,
)
from jobcaffe.foundation.accounts.actions.sessions import (
    end_device,
    end_devices_of,
    sign_in,
    sign_out,
)
from jobcaffe.foundation.accounts.actions.staff import (
    change_roles,
    create_on_machine,
    create_staff,
    end_access,
    record_review,
    save_team,
)
from jobcaffe.foundation.accounts.actions.upkeep import forget_expired

__all__ = [
    "add_passkey",
    "ask_contact_change",
    "change_roles",
    "choose_language",
    "close_partner",
    "confirm_contact_change",
    "create_on_machine",
    "create_staff",
    "end_access",
    "end_device",
    "end_devices_of",
    "forget_expired",
    "forget_member",
    "issue_card",
    "make_recovery_codes",
    "open_gate",
    "open_partner",
    "record_review",
    "remove_passkey",
    "request_code",
    "reset_second_factor",
    "revoke_card",
    "revoke_cards_of",
    "save_team",
    "sign_in",
    "sign_out",
    "use_card",
    "use_recovery_code",
    "verify_code",
    "verify_link",
    "verify_passkey",
]
