import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from studio.core.errors import BadInput
from studio.core.work import Work
from studio.session.background import Background


@pytest.fixture
def background(qapp: object) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def wait_until_idle(qtbot: QtBot, background: Background) -> None:
    qtbot.waitUntil(lambda: background.is_idle)


def endless(work: Work) -> None:
    waiting = threading.Event()
    while not waiting.wait(0.001):
        work.check()


def test_the_result_arrives_on_the_windows_thread(qtbot: QtBot, background: Background) -> None:
    arrived: list[tuple[int, QThread]] = []
    background.run("Counting", lambda _: 7, lambda n: arrived.append((n, QThread.currentThread())))
    assert arrived == []
    wait_until_idle(qtbot, background)
    assert arrived == [(7, background.thread())]


def test_it_is_done_on_a_thread_of_its_own(qtbot: QtBot, background: Background) -> None:
    threads: list[int] = []
    background.run("Looking", lambda _: threading.get_ident(), threads.append)
    wait_until_idle(qtbot, background)
    assert threads[0] != threading.get_ident()


def test_work_is_done_in_the_order_in_which_it_was_given(
    qtbot: QtBot, background: Background
) -> None:
    order: list[int] = []
    for number in range(4):
        background.run("Counting", lambda _, number=number: number, order.append)
    wait_until_idle(qtbot, background)
    assert order == [0, 1, 2, 3]


def test_how_far_it_is_is_told(qtbot: QtBot, background: Background) -> None:
    shares: list[float | None] = []
    go_on = threading.Event()

    def half(work: Work) -> None:
        work.tell(0.5)
        go_on.wait()

    task = background.run("Halving", half, lambda _: None)
    background.changed.connect(lambda: shares.append(task.work.share))
    qtbot.waitUntil(lambda: 0.5 in shares)
    assert background.running is task
    go_on.set()
    wait_until_idle(qtbot, background)


def test_what_is_stopped_is_not_done_and_no_problem(qtbot: QtBot, background: Background) -> None:
    told: list[str] = []
    background.problem.connect(told.append)
    task = background.run(
        "Waiting", endless, lambda _: told.append("done"), lambda: told.append("not done")
    )
    background.stop(task)
    wait_until_idle(qtbot, background)
    assert told == ["not done"]


def test_what_is_stopped_before_its_turn_never_begins(qtbot: QtBot, background: Background) -> None:
    begun: list[str] = []
    first = background.run("First", endless, lambda _: None)
    second = background.run("Second", lambda _: begun.append("second"), lambda _: None)
    background.stop(second)
    background.stop(first)
    wait_until_idle(qtbot, background)
    assert begun == []


def test_a_problem_is_one_sentence(qtbot: QtBot, background: Background) -> None:
    told: list[str] = []
    background.problem.connect(told.append)

    def fail(_: Work) -> None:
        raise BadInput("There is no such size.")

    background.run("Failing", fail, lambda _: None, lambda: told.append("not done"))
    wait_until_idle(qtbot, background)
    assert told == ["not done", "There is no such size."]


def test_any_other_error_is_raised_on_the_windows_thread_and_the_next_work_is_done(
    qtbot: QtBot, background: Background
) -> None:
    done: list[str] = []

    def fail(_: Work) -> None:
        raise ZeroDivisionError("a mistake of ours")

    with qtbot.captureExceptions() as raised:
        background.run("Failing", fail, lambda _: None)
        background.run("Working", lambda _: "fine", done.append)
        wait_until_idle(qtbot, background)
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]
    assert done == ["fine"]


def test_closing_stops_what_runs_and_waits_for_it(qtbot: QtBot, background: Background) -> None:
    ended: list[str] = []

    def work(work: Work) -> None:
        try:
            endless(work)
        finally:
            ended.append("ended")

    background.run("Waiting", work, lambda _: ended.append("done"))
    background.run("Late", lambda _: None, lambda _: ended.append("late"))
    background.close()
    assert ended == ["ended"]
    qtbot.wait(1)
    assert ended == ["ended"]
