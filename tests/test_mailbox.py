from __future__ import annotations

import asyncio

from studio.bridge import Mailbox
from studio.core.events import Cancelled, Event, JobId, Loading, Stepped
from studio.core.geometry import Bounds


def stepped(job: int, step: int) -> Stepped:
    return Stepped(JobId(job), step, 20, Bounds(0, 0, 8, 8), None)


def delivered(*events: Event) -> list[Event]:
    """What arrives when all of these are posted while the loop is busy."""
    arrived: list[Event] = []

    async def post_all() -> None:
        mailbox = Mailbox(arrived.append, asyncio.get_running_loop())
        for event in events:
            mailbox.post(event)
        await asyncio.sleep(0)

    asyncio.run(post_all())
    return arrived


def test_of_previews_that_pile_up_only_the_newest_arrives() -> None:
    newest = stepped(1, 3)
    assert delivered(stepped(1, 1), stepped(1, 2), newest) == [newest]


def test_a_preview_never_overtakes_another_event() -> None:
    events = [Loading(JobId(1), "x"), stepped(1, 1), Cancelled(JobId(1)), stepped(2, 1)]
    assert delivered(*events) == events


def test_previews_of_two_jobs_do_not_replace_each_other() -> None:
    events = [stepped(1, 1), stepped(2, 1)]
    assert delivered(*events) == events


def test_after_close_nothing_is_delivered() -> None:
    arrived: list[Event] = []

    async def post_and_close() -> None:
        mailbox = Mailbox(arrived.append, asyncio.get_running_loop())
        mailbox.post(stepped(1, 1))
        mailbox.close()
        mailbox.post(Cancelled(JobId(1)))
        await asyncio.sleep(0)

    asyncio.run(post_and_close())
    assert arrived == []


def test_a_loop_that_is_gone_is_no_error() -> None:
    loop = asyncio.new_event_loop()
    mailbox = Mailbox(lambda _event: None, loop)
    loop.close()
    mailbox.post(stepped(1, 1))


def test_without_a_loop_every_event_arrives_at_once() -> None:
    arrived: list[Event] = []
    mailbox = Mailbox(arrived.append, None)
    events = [stepped(1, 1), stepped(1, 2), Cancelled(JobId(1))]
    for event in events:
        mailbox.post(event)
    assert arrived == events
