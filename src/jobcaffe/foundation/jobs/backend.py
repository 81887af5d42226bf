"""The database back end of ``django_tasks``: an outbox in the caller's transaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

STATUS = {
    "ready": TaskResultStatus.READY,
    "running": TaskResultStatus.RUNNING,
    "done": TaskResultStatus.SUCCESSFUL,
    "failed": TaskResultStatus.FAILED,
    "cancelled": TaskResultStatus.FAILED,
}


def load_task(path: str) -> Task[..., Any]:
    """The task behind a dotted path. Raises ``ImportError`` for an unknown one."""
    found = import_string(path)
    if not isinstance(found, Task):
        raise ImportError(f"{path} is not a task")
    return found


class DatabaseBackend(BaseTaskBackend):
    """Rows of ``jobs.Job``. Models are imported late: tasks are declared while apps load."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Write the job; it runs after the caller's commit."""
        from jobcaffe.foundation.jobs import actions

        self.validate_task(task)
        return as_result(actions.enqueue(task, *args, kwargs=dict(kwargs)), task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """The job with this id. Raises ``TaskResultDoesNotExist``."""
        from jobcaffe.foundation.jobs.models import Job

        try:
            job = Job.objects.get(pk=UUID(str(result_id)))
        except (Job.DoesNotExist, ValueError) as error:
            raise TaskResultDoesNotExist(result_id) from error
        return as_result(job, load_task(job.task))


def as_result(job: Any, task: Task[..., Any]) -> TaskResult[Any]:
    """A job in the words of ``django_tasks``."""
    errors = [TaskError(exception_class_path=job.error_class, traceback=job.last_error)]
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=str(job.pk),
        status=STATUS[job.state],
        enqueued_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.started_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=task.backend,
        errors=errors if job.error_class else [],
        worker_ids=[job.worker] * job.attempts,
    )
    object.__setattr__(result, "_return_value", job.result)
    return result
