import gzip
import re

from django.contrib.staticfiles import finders
from django.test import Client

from lms.ui import bundle


def test_layers_come_first_and_utilities_last() -> None:
    names = [path.name for path in bundle.sources()]
    assert names[:3] == ["tokens.css", "reset.css", "base.css"]
    assert names[-1] == "utilities.css"
    assert names.index("button.css") < len(names) - 1


def test_every_style_is_in_a_layer_and_raw_colours_only_in_tokens() -> None:
    for path in bundle.sources():
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S).strip()
        assert text.startswith("@layer"), path.name
        if path.name != "tokens.css":
            assert not re.search(r"#[0-9a-f]{3,8}\b|oklch\(|rgba?\(", text), path.name


def test_the_room_of_the_stylesheet_is_kept() -> None:
    assert len(gzip.compress(bundle.write().read_bytes(), 9)) <= 14_000


def test_one_file_is_found_and_served(client: Client) -> None:
    assert finders.find(bundle.NAME) == str(bundle.write())
    served = client.get("/static/ui/app.css")
    assert served.status_code == 200
    assert served.headers["Content-Type"].startswith("text/css")


def test_a_stylesheet_taken_away_leaves_the_bundle(tmp_path, monkeypatch, settings) -> None:
    settings.DATA_DIR = tmp_path / "data"
    for name in ("tokens.css", "reset.css", "base.css", "utilities.css"):
        (tmp_path / name).write_text(f"/* {name} */ @layer base {{}}")
    extra = tmp_path / "components" / "x.css"
    extra.parent.mkdir()
    extra.write_text("@layer components { .gone { color: red; } }")
    monkeypatch.setattr(bundle, "SOURCES", tmp_path)
    assert ".gone" in bundle.write().read_text()
    extra.unlink()
    assert ".gone" not in bundle.write().read_text()


def test_the_script_stays_small() -> None:
    assert (bundle.SOURCES / "app.js").stat().st_size < 6_000
