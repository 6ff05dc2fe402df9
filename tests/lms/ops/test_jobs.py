"""Rows that are jobs: claimed once, prolonged, cancelled, tried again, ended."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from lms.ops import work
from lms.ops.actions import cancel_job, claim_job, enqueue, finish_job, keep_lease, retry_job
from lms.ops.actions.jobs import give_up_exhausted
from lms.ops.kinds import JobError, JobKind, LeaseLost, job_kinds
from lms.ops.models import Job
from lms.ops.queries import jobs_to_sweep
from lms.ops.tasks import sweep
from lms.ops.words import WORKER_STOPPED, job_error

pytestmark = pytest.mark.django_db


def make(**fields: Any) -> Job:
    return enqueue(kind="test.job", key=fields.pop("key", "one"), **fields)


def test_the_same_key_twice_is_one_job(bench: Any) -> None:
    assert make().pk == make().pk
    assert Job.objects.count() == 1


def test_work_and_store_end_the_job(bench: Any) -> None:
    bench.work = lambda job, progress: progress(2, 3) or {"answer": 42}
    job = make()
    assert work.run_job(job.pk) == "done"
    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.total, job.error) == ("done", {"answer": 42}, 3, 3, "")
    assert job.lease_until is None and job.finished_at
    assert work.run_job(job.pk) == "not free"
    assert bench.worked == bench.stored == [job.pk]


def test_a_failure_waits_longer_each_time_and_ends_after_the_last_attempt(bench: Any) -> None:
    def broken(job: Any, progress: Any) -> Any:
        raise ValueError("Анна Ким")

    bench.work = broken
    job = make()
    for attempt in (1, 2, 3):
        before = timezone.now()
        Job.objects.filter(pk=job.pk).update(not_before=before)
        assert work.run_job(job.pk) == "failed"
        job.refresh_from_db()
        assert job.attempt == attempt
        assert job.not_before >= before + timedelta(seconds=2**attempt)
    assert job.state == Job.State.FAILED and job.finished_at
    assert "Анна" not in job.error, "an exception's text may name people"
    assert str(job.pk) in job_error(job)
    assert work.run_job(job.pk) == "not free"


def test_a_job_error_is_shown_to_the_owner_and_not_tried_again(bench: Any) -> None:
    def refuse(job: Any, progress: Any) -> Any:
        raise JobError("Line 3 has no name. Write one and send the file again.")

    bench.work = refuse
    job = make()
    work.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (Job.State.FAILED, 1)
    assert job_error(job) == "Line 3 has no name. Write one and send the file again."


def test_what_store_raises_leaves_no_result(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def store(job: Job, payload: Any) -> Any:
        raise RuntimeError

    monkeypatch.setitem(job_kinds, "test.job", JobKind("test.job", "", lambda job, progress: {}, store))
    job = make()
    assert work.run_job(job.pk) == "failed"
    job.refresh_from_db()
    assert job.state == Job.State.WAITING and job.result == {}


def test_cancelling_stops_a_running_job_at_its_next_step(bench: Any) -> None:
    steps = []

    def long(job: Job, progress: Any) -> Any:
        for step in range(5):
            steps.append(step)
            if step == 2:
                cancel_job(job=job, by=None)
            progress(step, 5)

    bench.work = long
    job = make()
    assert work.run_job(job.pk) == "Cancelled"
    job.refresh_from_db()
    assert steps == [0, 1, 2] and job.state == Job.State.CANCELLED and not bench.stored


def test_cancelling_during_the_last_step_drops_the_result(bench: Any) -> None:
    bench.work = lambda job, progress: cancel_job(job=job, by=None) and {}
    job = make()
    assert work.run_job(job.pk) == "LeaseLost"
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED and not bench.stored


def test_cancelling_a_finished_job_changes_nothing(bench: Any) -> None:
    job = make()
    work.run_job(job.pk)
    assert not cancel_job(job=job, by=None)
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_a_lost_lease_drops_the_result(bench: Any) -> None:
    job = make()
    first = claim_job(job.pk)
    later = timezone.now() + timedelta(seconds=30)
    second = claim_job(job.pk, at=later)
    assert first and second and first.lease_token != second.lease_token
    with pytest.raises(LeaseLost):
        keep_lease(job=first, done=1, total=2)
    with pytest.raises(LeaseLost):
        finish_job(job=first, payload={"from": "first"})
    finish_job(job=second, payload={"from": "second"})
    job.refresh_from_db()
    assert job.result == {"from": "second"} and bench.stored == [job.pk]


def test_nobody_takes_a_job_whose_lease_runs(bench: Any) -> None:
    job = make()
    assert claim_job(job.pk)
    assert claim_job(job.pk, at=timezone.now() + timedelta(seconds=19)) is None
    assert claim_job(job.pk, at=timezone.now() + timedelta(seconds=21))


def test_workers_that_die_on_every_attempt_end_the_job(bench: Any) -> None:
    job = make()
    moment = timezone.now()
    for _ in range(3):
        assert claim_job(job.pk, at=moment)
        assert give_up_exhausted(at=moment) == 0
        moment += timedelta(seconds=21)
    assert claim_job(job.pk, at=moment) is None
    assert give_up_exhausted(at=moment) == 1
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, WORKER_STOPPED)
    assert "interrupted" in job_error(job)


def test_a_failed_job_can_be_started_again(bench: Any) -> None:
    job = make()
    Job.objects.update(state=Job.State.FAILED, attempt=3, error="x", finished_at=timezone.now())
    assert retry_job(job=job, by=None)
    assert not retry_job(job=job, by=None), "it waits already"
    assert work.run_job(job.pk) == "done"


def test_the_sweep_runs_what_a_lost_nudge_left_but_not_what_waits_for_later_or_is_unknown(bench: Any) -> None:
    due = make(key="due")
    later = make(key="later", not_before=timezone.now() + timedelta(hours=1))
    unknown = enqueue(kind="gone", key="unknown")
    sweep()
    states = dict(Job.objects.values_list("key", "state"))
    assert states == {"due": "done", "later": "waiting", "unknown": "waiting"}
    assert bench.worked == [due.pk]
    assert list(jobs_to_sweep(timezone.now() + timedelta(hours=2))) == [later]
    assert unknown.pk


def test_an_owner_reads_errors_in_their_language(bench: Any, cast: Any) -> None:
    from django.utils.translation import get_language

    cast.agent.language = "ru"
    cast.agent.save()
    bench.work = lambda job, progress: {"language": get_language()}
    job = make(owner=cast.agent)
    work.run_job(job.pk)
    job.refresh_from_db()
    assert job.result == {"language": "ru"}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_wins(bench: Any) -> None:
    jobs = [make(key=str(n)) for n in range(20)]
    start = threading.Barrier(2)
    won: list[list[int]] = [[], []]

    def claim(mine: list[int]) -> None:
        try:
            for job in jobs:
                start.wait()
                if claim_job(job.pk):
                    mine.append(job.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=claim, args=(mine,)) for mine in won]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won[0] + won[1]) == sorted(job.pk for job in jobs)
    assert set(Job.objects.values_list("attempt", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_a_living_worker_keeps_its_lease_through_one_long_step(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def long(job: Job, progress: Any) -> Any:
        time.sleep(2.5)  # more than two leases
        seen.append(claim_job(job.pk))
        return {}

    kind = JobKind("test.job", "", long, lease_seconds=1)
    monkeypatch.setitem(job_kinds, "test.job", kind)
    job = make()
    assert work.run_job(job.pk) == "done"
    assert seen == [None]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_hangs_loses_its_lease_at_last(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def hang(job: Job, progress: Any) -> Any:
        time.sleep(2)
        seen.append(claim_job(job.pk) is not None)
        return {}

    kind = JobKind("test.job", "", hang, lease_seconds=1, limit_seconds=0)
    monkeypatch.setitem(job_kinds, "test.job", kind)
    job = make()
    assert work.run_job(job.pk) == "LeaseLost"
    assert seen == [True]
