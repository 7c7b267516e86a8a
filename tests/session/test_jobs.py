import pytest

from studio.core.errors import ModelNotFound
from studio.core.events import Cancelled, Failed, JobEvent, JobId, Loading
from studio.core.geometry import Extent
from studio.core.request import GenerationRequest, Prompt, Request, TextToImage
from studio.session.jobs import Job, JobQueue, JobState
from tests.session.fakes import FakeClient, a_picture, finished, stepped


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def a_request(seed: int = 0) -> GenerationRequest:
    return GenerationRequest(TextToImage(Extent(64, 64)), "landscapes", Prompt("a boat"), seed)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(client: FakeClient, clock: Clock) -> JobQueue:
    queue = JobQueue(client, lambda request: request, clock)
    queue.open()
    return queue


def add(queue: JobQueue, *seeds: int, first: bool = False) -> None:
    queue.add([a_request(seed) for seed in seeds], "Generate", document=1, first=first)


def tell(queue: JobQueue, event: JobEvent) -> Job:
    job = queue.job_of(event)
    assert job is not None
    queue.route(job, event)
    return job


def seeds(requests: list[Request]) -> list[int]:
    return [request.seed for request in requests if isinstance(request, GenerationRequest)]


def waiting_seeds(queue: JobQueue) -> list[int | None]:
    return [job.seed for job in queue.waiting]


def test_the_engine_gets_one_job_at_a_time(queue: JobQueue, client: FakeClient) -> None:
    add(queue, 1, 2, 3)
    assert seeds(client.submitted) == [1]
    assert waiting_seeds(queue) == [2, 3]


def test_the_next_job_starts_when_one_closes(queue: JobQueue, client: FakeClient) -> None:
    add(queue, 1, 2, 3, 4)
    tell(queue, finished(1, a_picture(8, 8)))
    tell(queue, Cancelled(JobId(2)))
    tell(queue, Failed(JobId(3), "no memory is left"))
    assert seeds(client.submitted) == [1, 2, 3, 4]
    assert [job.state for job in queue.done] == [
        JobState.FAILED,
        JobState.CANCELLED,
        JobState.FINISHED,
    ]


def test_jobs_wait_until_the_engine_has_started(client: FakeClient) -> None:
    queue = JobQueue(client, lambda request: request)
    add(queue, 1)
    assert client.submitted == []
    queue.open()
    assert seeds(client.submitted) == [1]


def test_first_means_before_those_that_wait(queue: JobQueue) -> None:
    add(queue, 1, 2, 3)
    add(queue, 8, 9, first=True)
    assert waiting_seeds(queue) == [8, 9, 2, 3]


def test_a_job_that_waits_can_be_put_first(queue: JobQueue) -> None:
    add(queue, 1, 2, 3)
    queue.put_first(queue.waiting[1])
    assert waiting_seeds(queue) == [3, 2]


def test_a_job_that_waits_is_dropped_without_the_engine(
    queue: JobQueue, client: FakeClient
) -> None:
    add(queue, 1, 2)
    queue.cancel(queue.waiting[0])
    assert waiting_seeds(queue) == []
    assert client.cancelled == []


def test_a_job_that_runs_is_cancelled_by_the_engine(queue: JobQueue, client: FakeClient) -> None:
    add(queue, 1)
    assert queue.running is not None
    queue.cancel(queue.running)
    assert client.cancelled == [JobId(1)]
    assert queue.running.state is JobState.CANCELLING


def test_a_late_step_does_not_revive_a_job_that_is_being_cancelled(queue: JobQueue) -> None:
    add(queue, 1)
    assert queue.running is not None
    queue.cancel(queue.running)
    assert tell(queue, stepped(1, 2)).state is JobState.CANCELLING


def test_cancel_all_leaves_nothing_to_start(queue: JobQueue, client: FakeClient) -> None:
    add(queue, 1, 2, 3)
    queue.cancel_all()
    tell(queue, Cancelled(JobId(1)))
    assert queue.is_idle
    assert len(client.submitted) == 1


def test_an_event_of_an_unknown_job_belongs_to_none(queue: JobQueue) -> None:
    add(queue, 1)
    assert queue.job_of(stepped(77, 1)) is None


def test_loading_says_what(queue: JobQueue) -> None:
    add(queue, 1)
    job = tell(queue, Loading(JobId(1), "Loading Landscapes"))
    assert (job.state, job.what) == (JobState.LOADING, "Loading Landscapes")


def test_rate_and_time_left_follow_the_steps(queue: JobQueue, clock: Clock) -> None:
    add(queue, 1)
    job = tell(queue, stepped(1, 1, total=9))
    assert (job.rate, job.seconds_left) == (None, None)
    clock.now += 0.5
    tell(queue, stepped(1, 2, total=9))
    assert job.rate == pytest.approx(2.0)
    assert job.seconds_left == pytest.approx(3.5)
    assert job.progress == pytest.approx(2 / 9)


def test_the_rate_smooths_a_single_slow_step(queue: JobQueue, clock: Clock) -> None:
    add(queue, 1)
    for step, seconds in enumerate((0.0, 0.1, 0.1, 10.0), start=1):
        clock.now += seconds
        job = tell(queue, stepped(1, step, total=20))
    assert job.rate == pytest.approx(10 + 0.3 * (0.1 - 10))


def test_skipped_steps_count_in_the_rate(queue: JobQueue, clock: Clock) -> None:
    add(queue, 1)
    tell(queue, stepped(1, 1, total=20))
    clock.now += 1.0
    assert tell(queue, stepped(1, 5, total=20)).rate == pytest.approx(4.0)


def test_a_done_job_lets_go_of_its_pictures(queue: JobQueue) -> None:
    add(queue, 1)
    assert tell(queue, finished(1, a_picture(8, 8))).request is None


def test_a_job_that_cannot_be_completed_fails_and_the_next_one_runs(client: FakeClient) -> None:
    def refuse_seed_one(request: Request) -> Request:
        if isinstance(request, GenerationRequest) and request.seed == 1:
            raise ModelNotFound("There is no model here.")
        return request

    queue = JobQueue(client, refuse_seed_one)
    queue.open()
    failed = queue.add([a_request(1), a_request(2)], "Generate", document=1, first=False)
    assert [job.what for job in failed] == ["There is no model here."]
    assert seeds(client.submitted) == [2]


def test_a_dead_engine_fails_all_that_was_left(queue: JobQueue) -> None:
    add(queue, 1, 2)
    queue.close("The engine has died.")
    assert queue.is_idle
    assert {job.what for job in queue.done} == {"The engine has died."}


def test_pictures_of_one_press_share_a_batch(queue: JobQueue) -> None:
    add(queue, 1, 2)
    add(queue, 3)
    assert queue.running is not None
    batches = [queue.running.batch, *(job.batch for job in queue.waiting)]
    assert batches[0] == batches[1] != batches[2]
