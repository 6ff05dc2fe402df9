"""What editors get in `/cms/`: questions and kits. Candidates and ratings are not there for anybody."""


def _piece(name: str) -> set[str]:
    paths = (
        "",
        "add/",
        "preview/",
        "results/",
        "choose/",
        "choose/chosen-multiple/",
        "choose/results/",
    )
    return {f"/cms/{name}/{path}" for path in paths}


EDITOR = _piece("interview-questions") | _piece("interview-kits")
