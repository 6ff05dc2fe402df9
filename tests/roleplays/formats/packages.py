"""H5P packages written here, good ones and ones nobody makes by accident."""

import io
import json
import stat
import zipfile
from collections.abc import Mapping
from typing import Any

ABOUT = {"title": "Холодный суп", "language": "ru", "mainLibrary": "H5P.BranchingScenario"}


def text(words: str, to: int, title: str = "") -> dict[str, Any]:
    kind = {"library": "H5P.AdvancedText 1.1", "params": {"text": f"<p>{words}</p>"}, "metadata": {"title": title}}
    return {"type": kind, "nextContentId": to, "showContentTitle": False}


def question(words: str, *alternatives: Mapping[str, Any], title: str = "") -> dict[str, Any]:
    asked = {"question": f"<p>{words}</p>", "alternatives": list(alternatives)}
    params = {"branchingQuestion": asked}
    return {"type": {"library": "H5P.BranchingQuestion 1.0", "params": params, "metadata": {"title": title}}}


def answer(words: str, to: int, feedback: str = "", points: float | None = None) -> dict[str, Any]:
    said = {"title": feedback, "subtitle": ""} | ({} if points is None else {"endScreenScore": points})
    return {"text": words, "nextContentId": to, "feedback": said}


def content(*parts: Mapping[str, Any], scoring: str = "no-score", **more: Any) -> dict[str, Any]:
    ends = [{"endScreenTitle": "Конец", "endScreenSubtitle": "Спасибо", "contentId": -1, "endScreenScore": 1}]
    start = {"startScreenTitle": "Обед", "startScreenSubtitle": "Суп остыл."}
    whole = {"content": list(parts), "endScreens": ends, "startScreen": start, "title": "x"}
    return {"branchingScenario": whole | {"scoringOptionGroup": {"scoringOption": scoring}} | more}


def soup(scoring: str = "no-score") -> dict[str, Any]:
    return content(
        text("Гость машет рукой.", 1, "Зал"),
        question(
            "Суп <b>холодный</b>!",
            answer("Простите, заменю.", 2, "Хорошо: вы извинились.", 3),
            answer("Готовим как умеем.", -1, "Гость ушёл.", -2.6),
            title="Жалоба",
        ),
        question("И что теперь?", answer("Горячий через пять минут.", -1), answer("Не знаю.", -1, "", 0)),
        scoring=scoring,
    )


def package(body: Any, about: Any = ABOUT, **more: bytes) -> bytes:
    """`more`: further files by their names."""
    return zipped({"h5p.json": json.dumps(about).encode(), "content/content.json": json.dumps(body).encode(), **more})


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as file:
        for name, part in files.items():
            file.writestr(name, part)
    return data.getvalue()


def with_link(target: str = "/etc/passwd") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        info = zipfile.ZipInfo("content/content.json")
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        file.writestr(info, target)
        file.writestr("h5p.json", json.dumps(ABOUT))
    return data.getvalue()
