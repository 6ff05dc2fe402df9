EDITOR: set[str] = set()
ADMINISTRATOR = {"/cms/point-rules/", "/cms/point-rules/new/", "/cms/point-rules/results/"}
