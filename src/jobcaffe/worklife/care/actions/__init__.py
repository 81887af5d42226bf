"""Every write about shared care."""

from jobcaffe.worklife.care.actions.families import (
    add_child,
    approve,
    ask_in,
    choose,
    decline,
    drop_child,
    invite,
    join,
    leave,
    open_families,
    open_family,
    set_gives,
    sign,
)
from jobcaffe.worklife.care.actions.keeping import forget_due, forget_person, forget_sheets, share_hours
from jobcaffe.worklife.care.actions.pools import change_pool, close_pool, open_pool
from jobcaffe.worklife.care.actions.runs import discard, propose, publish, store_answer
from jobcaffe.worklife.care.actions.turns import (
    cannot,
    close_swap,
    here,
    put_right,
    say,
    seek_swap,
    take_need,
)
from jobcaffe.worklife.care.actions.weeks import Wishes, copy_week, drop_need, save_week, write_allergies

__all__ = [
    "Wishes", "add_child", "approve", "ask_in", "cannot", "change_pool", "choose", "close_pool", "close_swap",
    "copy_week", "decline", "discard", "drop_child", "drop_need", "forget_due", "forget_person",
    "forget_sheets", "here", "invite", "join", "leave", "open_families", "open_family", "open_pool",
    "propose", "publish", "put_right",
    "save_week", "say", "seek_swap", "set_gives", "share_hours", "sign", "store_answer", "take_need",
    "write_allergies",
]  # fmt: skip
