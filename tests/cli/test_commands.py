from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from studio.cli import run
from studio.core.parameters import read_parameters
from studio.core.pixels import Pixels
from studio.engine.few_steps import FOLDER as FEW_STEPS_FOLDER
from studio.engine.networks import ResidualUpscaler
from tests.tiny_models import save_led_model, save_tiny_latent_upscaler, save_tiny_lora

WORDS = "a red boat on the sea"


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, tiny_models: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the tiny models where the program looks for its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("studio.engine.library.models_folder", lambda: tiny_models)
    monkeypatch.setenv("LATENT_STUDIO_PRECISION", "float32")
    return tmp_path


@pytest.fixture
def photo(workplace: Path) -> Pixels:
    """photo.png, 64 px, and mask.png, whose right half is painted."""
    pixels = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    Image.fromarray(pixels).save("photo.png")
    mask = np.zeros((64, 64), np.uint8)
    mask[:, 32:] = 255
    Image.fromarray(mask).save("mask.png")
    return pixels


def opened(name: str) -> Image.Image:
    with Image.open(name) as image:
        image.load()
        return image


def generate(*arguments: str) -> int:
    return run(["generate", WORDS, "--size", "64", "--steps", "2", *arguments])


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """What was refused: one line on standard error, nothing on standard output."""
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.endswith("\n")
    assert captured.err.count("\n") == 1
    return captured.err


def test_the_sampler_for_few_steps_brings_what_a_draft_takes(
    workplace: Path, tiny_models: Path
) -> None:
    drafting = Path(shutil.copytree(tiny_models / "tiny", workplace / "drafting"))
    save_tiny_lora(drafting / FEW_STEPS_FOLDER)
    chosen = ["--model", str(drafting), "--sampler", "lcm", "--out", "draft.png"]
    assert run(["generate", WORDS, *chosen]) == 0
    _, _, fields = read_parameters(opened("draft.png").info["parameters"])
    assert (fields["Sampler"], fields["Steps"], fields["CFG scale"]) == ("LCM", "4", "1")


def test_generate_writes_the_named_file(workplace: Path) -> None:
    assert generate("--seed", "1", "--out", "boat.png") == 0
    assert opened("boat.png").size == (64, 64)


def test_the_same_seed_gives_the_same_bytes(workplace: Path) -> None:
    generate("--seed", "1", "--out", "one.png")
    generate("--seed", "1", "--out", "two.png")
    assert Path("one.png").read_bytes() == Path("two.png").read_bytes()


def test_another_seed_gives_another_picture(workplace: Path) -> None:
    generate("--seed", "1", "--out", "one.png")
    generate("--seed", "2", "--out", "two.png")
    assert Path("one.png").read_bytes() != Path("two.png").read_bytes()


def test_a_file_without_a_name_is_called_by_its_seed(workplace: Path) -> None:
    generate("--seed", "5")
    assert Path("latent-5.png").is_file()


def test_a_folder_takes_files_called_by_their_seeds(workplace: Path) -> None:
    Path("pictures").mkdir()
    generate("--seed", "5", "--count", "2", "--out", "pictures")
    assert sorted(path.name for path in Path("pictures").iterdir()) == [
        "latent-5.png",
        "latent-6.png",
    ]


def test_several_pictures_are_numbered_and_count_their_seeds_up(workplace: Path) -> None:
    generate("--seed", "1", "--count", "2", "--out", "a.png")
    generate("--seed", "2", "--out", "b.png")
    assert Path("a-2.png").read_bytes() == Path("b.png").read_bytes()
    assert Path("a-1.png").is_file()
    assert not Path("a.png").exists()


def test_a_size_may_be_wide(workplace: Path) -> None:
    assert run(["generate", WORDS, "--size", "96x64", "--steps", "1", "--out", "wide.png"]) == 0
    assert opened("wide.png").size == (96, 64)


def test_the_settings_are_in_the_file(workplace: Path) -> None:
    generate("--seed", "3", "--negative", "fog", "--sampler", "euler", "--out", "boat.png")
    prompt, negative, fields = read_parameters(opened("boat.png").info["parameters"])
    assert (prompt, negative) == (WORDS, "fog")
    assert (fields["Seed"], fields["Steps"], fields["Size"]) == ("3", "2", "64x64")


def generate_led(*boxes: str) -> int:
    """With a model that takes two boxes, into led.png."""
    save_led_model(Path("led"))
    options = [option for box in boxes for option in ("--box", box)]
    return generate("--model", "led", "--seed", "1", "--out", "led.png", *options)


def test_boxes_are_drawn_by_and_kept_in_the_file(workplace: Path) -> None:
    assert generate_led("0.1,0.2,0.5,0.6: a red boat", "0, 0, 1, 0.25:the  sky") == 0
    placed = Path("led.png").read_bytes()
    _, _, fields = read_parameters(opened("led.png").info["parameters"])
    assert fields["Boxes"].split("\n") == ["0.1,0.2,0.5,0.6: a red boat", "0,0,1,0.25: the sky"]
    assert generate_led(*fields["Boxes"].split("\n")) == 0
    assert Path("led.png").read_bytes() == placed
    assert generate_led() == 0
    assert "Boxes" not in read_parameters(opened("led.png").info["parameters"])[2]


def test_more_boxes_than_the_model_takes_are_one_clear_line(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate_led(*["0,0,1,1: a boat"] * 3) == 2
    assert "3 things have a box" in one_line(capsys)


def test_inpaint_takes_boxes_of_the_whole_picture(photo: Pixels) -> None:
    save_led_model(Path("led"))
    assert inpaint("--model", "led") == 0
    without = np.asarray(opened("filled.png"))
    assert inpaint("--model", "led", "--box", "0.6,0.1,0.9,0.9: a boat") == 0
    assert (np.asarray(opened("filled.png")) != without).any()


def test_json_is_one_object_and_nothing_else(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate("--seed", "1", "--out", "boat.png", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert set(report) == {"files", "seed", "seconds", "steps_per_second", "model", "device"}
    assert (report["files"], report["seed"], report["model"]) == (["boat.png"], 1, "tiny")


def test_nothing_but_the_file_is_printed(
    workplace: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    generate("--out", "boat.png")
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("boat.png\n", "")


def test_a_picture_can_be_the_start(photo: Pixels) -> None:
    arguments = ["--image", "photo.png", "--strength", "0.5", "--steps", "4", "--out", "new.png"]
    assert run(["generate", WORDS, *arguments]) == 0
    assert opened("new.png").size == (64, 64)


def inpaint(*arguments: str, prompt: str = WORDS) -> int:
    files = ["photo.png", "mask.png"]
    return run(["inpaint", *files, prompt, "--steps", "2", "--out", "filled.png", *arguments])


def test_inpaint_leaves_unmasked_pixels_untouched(photo: Pixels) -> None:
    assert inpaint() == 0
    filled = np.asarray(opened("filled.png"))
    np.testing.assert_array_equal(filled[:, :32], photo[:, :32])
    assert (filled[:, 32:] != photo[:, 32:]).any()


def test_inpaint_keeps_alpha_and_what_lies_under_it(photo: Pixels) -> None:
    alpha = np.random.default_rng(1).integers(0, 256, (64, 64, 1), np.uint8)
    source = np.dstack((photo, alpha))
    Image.fromarray(source).save("photo.png")
    assert inpaint() == 0
    filled = np.asarray(opened("filled.png"))
    np.testing.assert_array_equal(filled[..., 3:], alpha)
    np.testing.assert_array_equal(filled[:, :32], source[:, :32])


def test_inpaint_without_words_fills_from_the_surroundings(photo: Pixels) -> None:
    assert inpaint(prompt="") == 0


def test_upscale_enlarges(photo: Pixels) -> None:
    assert run(["upscale", "photo.png", "--out", "large.png"]) == 0
    assert opened("large.png").size == (256, 256)


def test_upscale_calls_its_file_by_the_source(photo: Pixels) -> None:
    assert run(["upscale", "photo.png", "--scale", "2"]) == 0
    assert opened("photo-x2.png").size == (128, 128)


def test_a_diffusion_model_enlarges_by_seed_steps_and_sampler(
    photo: Pixels, capsys: pytest.CaptureFixture[str]
) -> None:
    save_tiny_latent_upscaler(Path("rich"))
    chosen = ["--model", "rich", "--steps", "2", "--sampler", "euler", "--scale", "2"]
    for seed, name in ((7, "one.png"), (7, "two.png"), (8, "three.png")):
        given = ["--seed", str(seed), "--out", name, "--json"]
        assert run(["upscale", "photo.png", *chosen, *given]) == 0
        assert json.loads(capsys.readouterr().out)["seed"] == seed
    assert opened("one.png").size == (128, 128)
    assert Path("one.png").read_bytes() == Path("two.png").read_bytes()
    assert Path("one.png").read_bytes() != Path("three.png").read_bytes()


def test_a_strength_restores(photo: Pixels) -> None:
    torch.manual_seed(0)
    network = ResidualUpscaler(4, 1, has_strength=True)
    torch.nn.init.normal_(network.conv_out.weight)
    network.save_pretrained("restoring")
    for strength, name in (("0", "clean.png"), ("1", "restored.png")):
        given = ["--model", "restoring", "--strength", strength, "--out", name]
        assert run(["upscale", "photo.png", *given]) == 0
    assert Path("clean.png").read_bytes() != Path("restored.png").read_bytes()


def test_models_lists_what_is_installed(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["models", "--json"]) == 0
    assert [model["name"] for model in json.loads(capsys.readouterr().out)] == ["tiny", "tiny-x4"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["generate"], "prompt"),
        (["generate", ""], "empty"),
        (["generate", "word " * 10_000], "shorten"),
        (["generate", WORDS, "--steps", "many"], "--steps"),
        (["generate", WORDS, "--steps", "0"], "steps"),
        (["generate", WORDS, "--size", "0"], "0 × 0"),
        (["generate", WORDS, "--size", "1000000"], "1000000"),
        (["generate", WORDS, "--size", "64x"], "64x"),
        (["generate", WORDS, "--size", "-8"], "-8"),
        (["generate", WORDS, "--count", "0"], "pictures"),
        (["generate", WORDS, "--seed", "-1"], "seed"),
        (["generate", WORDS, "--guidance", "nan"], "guidance"),
        (["generate", WORDS, "--sampler", "magic"], "magic"),
        (["generate", WORDS, "--schedule", "magic"], "magic"),
        (["generate", WORDS, "--precision", "int3"], "int3"),
        (["generate", WORDS, "--model", "nothing"], "nothing"),
        (["generate", WORDS, "--model", "."], "diffusers' layout"),
        (["generate", WORDS, "--model", "tiny-x4"], "cannot generate"),
        (["generate", WORDS, "--out", "nowhere/a.png"], "nowhere"),
        (["generate", WORDS, "--out", "a.exe"], "a.exe"),
        (["generate", WORDS, "--box", "a red boat"], "LEFT,TOP,RIGHT,BOTTOM: WORDS"),
        (["generate", WORDS, "--box", "0,0,1: a boat"], "is no box"),
        (["generate", WORDS, "--box", "0,0,1,x: a boat"], "is no box"),
        (["generate", WORDS, "--box", "0,0,1,1 a boat"], "is no box"),
        (["generate", WORDS, "--box", "0,0,1,1.2: a boat"], "bottom of a box is 1.2"),
        (["generate", WORDS, "--box", "0.5,0,0.4,1: a boat"], "right edge of a box is 0.4"),
        (["generate", WORDS, "--box", "nan,0,1,1: a boat"], "left edge of a box is nan"),
        (["generate", WORDS, "--box", "0,0,1,1:  "], "needs words"),
        (["generate", WORDS, "--box", "0,0,1,1: a boat"], "cannot be told where things are"),
        (["generate", WORDS, "--image", "nothing.png"], "nothing.png"),
        (["inpaint", "text.png", "mask.png", WORDS], "text.png"),
        (["inpaint", "nobytes.png", "mask.png", WORDS], "nobytes.png"),
        (["inpaint", "photo.png", "small.png", WORDS], "same size"),
        (["inpaint", "photo.png", "black.png", WORDS], "mask is empty"),
        (["inpaint", "photo.png", "mask.png", WORDS, "--strength", "2"], "strength"),
        (["upscale", "photo.png", "--scale", "3"], "2 or 4"),
        (["upscale", "photo.png", "--strength", "2"], "strength of restoring"),
        (["upscale", "photo.png", "--strength", "0.5"], "cannot restore"),
        (["upscale", "photo.png", "--seed", "-1"], "seed"),
        (["upscale", "photo.png", "--seed", "1"], "has no seed"),
        (["upscale", "photo.png", "--sampler", "euler"], "has no seed, steps or sampler"),
        (["upscale", "text.png"], "text.png"),
        (["upscale", "photo.png", "--model", "tiny"], "cannot enlarge"),
        (["train", "everything", "--minutes", "1"], "everything"),
        (["train", "autoencoder", "--minutes", "1", "--downsampling", "5"], "4, 8, 16"),
        (["train", "autoencoder", "--minutes", "1", "--without", "colour"], "colour"),
        (["train", "decoder", "--minutes", "1", "--regulariser", "vq"], "autoencoder's"),
        (["train", "decoder", "--minutes", "1", "--steps", "9"], "autoencoder's"),
        (["train", "decoder", "--minutes", "1", "--world", "whole"], "diffusion model's"),
        (["train", "decoder", "--minutes", "1", "--start", "empty"], "be the start of decoder"),
        (["train", "diffusion", "--minutes", "1", "--start", "empty"], "no model to start with"),
        (
            ["train", "super-resolution", "--minutes", "1", "--start", "empty"],
            "no model to start with",
        ),
        (["train", "few-steps", "--minutes", "1"], "need --model"),
        (["train", "decoder", "--minutes", "1", "--model", "empty"], "others have none"),
        (["train", "few-steps", "--minutes", "1", "--model", "empty"], "no model in"),
        (
            ["train", "few-steps", "--minutes", "1", "--model", "empty", "--publish", "none"],
            "no model in none",
        ),
        (["train", "decoder", "--minutes", "1", "--folder", "empty"], "not trained yet"),
        (["train", "upscaler-decoder", "--minutes", "1", "--folder", "empty"], "not trained yet"),
        (["train", "decoder", "--minutes", "1", "--folder", "text.png"], "cannot be made"),
        (["train", "decoder", "--minutes", "1", "--publish", "text.png/x"], "cannot be made"),
        (["paint"], "paint"),
    ],
)
def test_bad_input_is_one_clear_line(
    arguments: list[str], words: str, photo: Pixels, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("text.png").write_text("no picture", "utf-8")
    Path("nobytes.png").touch()
    Image.new("L", (32, 32), 255).save("small.png")
    Image.new("L", (64, 64), 0).save("black.png")
    assert run(arguments) == 2
    assert words in one_line(capsys)


def test_a_broken_model_is_one_clear_line(
    workplace: Path, tiny_models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(tiny_models / "tiny", "broken")
    (weights,) = Path("broken/unet").glob("*.safetensors")
    weights.write_bytes(weights.read_bytes()[:-7])
    assert generate("--model", "broken") == 2
    assert "is damaged" in one_line(capsys)


def test_a_file_that_cannot_be_written_is_refused_before_the_work(
    photo: Pixels, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "studio.cli.pictures.open_library", lambda _precision: pytest.fail("too late")
    )
    assert generate("--out", "photo.png/a.png") == 2
    assert "cannot be written" in one_line(capsys)


def test_a_format_without_transparency_is_refused_for_a_transparent_picture(
    photo: Pixels, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.fromarray(np.dstack((photo, photo[..., :1]))).save("photo.png")
    assert run(["upscale", "photo.png", "--out", "large.jpg"]) == 2
    assert "transparency" in one_line(capsys)


def test_ctrl_c_ends_with_the_code_of_an_interrupt(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("studio.cli.pictures.finish", interrupt)
    assert generate() == 130


@pytest.mark.parametrize("arguments", [["--help"], ["generate", "--help"], ["bench", "--help"]])
def test_help_is_no_error(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    assert "Usage" in capsys.readouterr().out
