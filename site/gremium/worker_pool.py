"""The worker's child processes, which share one queue where the broker is a folder of this machine.

A child waits for work with the queue's lock in its hand. Where it is killed then, as by a system that is out of memory,
nobody ever gives the lock back: every child after it would wait for good, and the worker would look alive.
"""

import logging
import os

from billiard.process import BaseProcess
from celery.concurrency.prefork import TaskPool
from celery.worker import state

log = logging.getLogger(__name__)
CHILD_WAS_KILLED = 70
"""The worker's exit code then."""


class Pool(TaskPool):
    """Ends the worker with a child that was killed; whoever looks after the worker starts it again.

    Where children have a pipe each, as with Redis and RabbitMQ, the worker goes on by itself.
    """

    def on_start(self) -> None:
        if self.options.get("threads", True):
            self.options["on_process_down"] = end_worker_with
        super().on_start()


def end_worker_with(child: BaseProcess) -> None:
    """Where a signal has ended it, a time limit too, and nobody has asked the worker to stop.

    All jobs that were on their way come back by their lease, those of other processes of this worker as well.
    """
    is_stopping = state.should_stop is not None or state.should_terminate is not None
    if child.exitcode is not None and child.exitcode < 0 and not is_stopping:
        log.error(
            "a process was killed (signal %d) and may hold up all others: the worker starts anew", -child.exitcode
        )
        _end()


def _end() -> None:
    """At once: children that wait for the lock would hold up an orderly end."""
    os._exit(CHILD_WAS_KILLED)
