"""Every write about the time bank."""

from jobcaffe.worklife.timebank.actions.desk import (
    enter_cheque,
    hold_lesson,
    issue_cheques,
    pay_desk,
    post_for,
    print_statement,
    settle,
)
from jobcaffe.worklife.timebank.actions.exchanges import (
    answer,
    ask,
    cancel,
    confirm,
    contest,
    say_done,
    undo,
)
from jobcaffe.worklife.timebank.actions.keeping import forget_due, share_hours, warn_ending
from jobcaffe.worklife.timebank.actions.listings import close, post, renew
from jobcaffe.worklife.timebank.actions.suggestions import reply

__all__ = [
    "answer",
    "ask",
    "cancel",
    "close",
    "confirm",
    "contest",
    "enter_cheque",
    "forget_due",
    "hold_lesson",
    "issue_cheques",
    "pay_desk",
    "post",
    "post_for",
    "print_statement",
    "renew",
    "reply",
    "say_done",
    "settle",
    "share_hours",
    "undo",
    "warn_ending",
]
