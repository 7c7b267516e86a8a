from dataclasses import replace

from studio.core.geometry import Extent
from studio.core.pixels import LARGEST_SIDE
from studio.session.session import Session
from studio.session.settings import GenerationSettings, load_settings
from tests.session.fakes import LANDSCAPES, PORTRAITS, READY, SAMPLERS, FakeClient, Told


def test_choosing_a_model_applies_its_best_settings(session: Session) -> None:
    session.update(model="portraits")
    settings = session.settings
    assert (settings.sampler, settings.steps, settings.guidance_scale) == ("dpmpp_2m", 30, 7.0)
    assert settings.extent == Extent(96, 128)
    assert settings.prompt == "a red boat"


def test_what_is_changed_together_with_the_model_stays(session: Session) -> None:
    session.update(model="portraits", steps=5)
    assert session.settings.steps == 5


def test_choosing_the_same_model_again_changes_nothing(session: Session) -> None:
    session.update(steps=5)
    session.update(model="landscapes")
    assert session.settings.steps == 5


def test_a_sampler_without_the_chosen_schedule_takes_its_default(session: Session) -> None:
    session.update(sampler="dpmpp_2m", schedule="karras")
    assert session.settings.schedule == "karras"
    session.update(sampler="euler")
    assert session.settings.schedule is None


def test_the_first_model_is_chosen_on_the_first_start(starting: Session) -> None:
    starting.handle(READY)
    assert starting.settings.model == "landscapes"
    assert starting.document.extent == Extent(64, 64)


def test_remembered_settings_survive_the_start_of_the_engine(starting: Session) -> None:
    starting.update(model="portraits", steps=3, prompt="a face")
    starting.handle(READY)
    assert (starting.settings.model, starting.settings.steps) == ("portraits", 3)


def test_a_remembered_model_that_is_gone_gives_way(starting: Session) -> None:
    starting.update(model="deleted", steps=3, prompt="a face")
    starting.handle(READY)
    assert (starting.settings.model, starting.settings.steps) == ("landscapes", 12)
    assert starting.settings.prompt == "a face"


def test_a_remembered_sampler_that_is_gone_gives_way(starting: Session) -> None:
    starting.update(model="landscapes", sampler="deleted", schedule="odd")
    starting.handle(READY)
    assert (starting.settings.sampler, starting.settings.schedule) == ("dpmpp_2m", None)


def test_a_number_outside_its_range_is_told_and_changes_nothing(
    session: Session, told: Told
) -> None:
    before = session.settings
    session.update(extent=Extent(LARGEST_SIDE + 1, 64))
    assert session.settings == before
    assert len(told.problems) == 1


def test_choices_are_remembered(session: Session, client: FakeClient) -> None:
    session.update(steps=9)
    session.update_brush("mask_brush", size_px=21.0)
    again = Session(client, session._store)
    assert (again.settings.steps, again.tool.mask_brush.size_px) == (9, 21.0)
    assert load_settings(session._store, GenerationSettings()) == session.settings


def test_an_untouched_blank_picture_follows_the_chosen_size(session: Session) -> None:
    session.update(extent=Extent(128, 96))
    assert session.document.extent == Extent(128, 96)


def test_a_mask_painted_on_a_blank_picture_is_not_lost_to_another_size(session: Session) -> None:
    session.fill_mask()
    session.update(extent=Extent(128, 96))
    assert session.document.extent == Extent(64, 64)
    assert not session.document.mask.is_empty


def test_parameters_of_a_picture_become_settings(session: Session, told: Told) -> None:
    session.use_parameters("a tree\nSteps: 0, Seed: 5, CFG scale: 2, Size: 64x96")
    assert (session.settings.prompt, session.settings.seed) == ("a tree", 5)
    assert "steps" in told.notices[0]


def test_a_bad_brush_is_told(session: Session, told: Told) -> None:
    session.update_brush("mask_brush", size_px=0.0)
    assert session.tool.mask_brush.size_px == 64.0
    assert len(told.problems) == 1


def test_a_picture_that_tells_its_settings_ends_drafts(session: Session) -> None:
    session.update(draft=True)
    session.use_parameters("a tree\nSteps: 9, Seed: 5, CFG scale: 2")
    assert (session.settings.draft, session.settings.steps) == (False, 9)


def test_that_drafts_are_wanted_is_remembered(session: Session, client: FakeClient) -> None:
    session.update(draft=True)
    assert Session(client, session._store).settings.draft


def test_a_model_of_a_flow_is_offered_what_follows_it(session: Session) -> None:
    following = replace(SAMPLERS[0], follows_flow=True)
    flow = replace(PORTRAITS, name="flow", is_flow=True)
    session.handle(replace(READY, models=(LANDSCAPES, flow), samplers=(following, SAMPLERS[1])))
    session.update(sampler="dpmpp_2m", schedule="karras")
    assert [sampler.name for sampler in session.samplers] == ["dpmpp_2m", "euler"]
    session.update(model="flow")
    assert [(each.name, each.schedules) for each in session.samplers] == [("dpmpp_2m", ("normal",))]
    session.update(schedule="karras")
    assert session.settings.schedule is None


def test_a_remembered_sampler_that_does_not_suit_its_model_gives_way(starting: Session) -> None:
    following = replace(SAMPLERS[0], follows_flow=True)
    flow = replace(PORTRAITS, name="flow", is_flow=True)
    starting.update(model="flow", sampler="euler")
    starting.handle(replace(READY, models=(LANDSCAPES, flow), samplers=(following, SAMPLERS[1])))
    assert (starting.settings.model, starting.settings.sampler) == ("flow", "dpmpp_2m")
