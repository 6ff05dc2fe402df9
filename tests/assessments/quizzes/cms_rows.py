"""What the question bank and the quizzes add to `/cms/`: the list of all questions, each type's own pages, quizzes."""

LISTS = ("questions", "questions/single", "questions/multiple", "questions/short", "quizzes")
PAGES = ("", "add/", "results/", "choose/", "choose/chosen-multiple/", "choose/results/")
# The bank itself has no preview: a question is previewed as what it is.
EDITOR = {f"/cms/{name}/{page}" for name in LISTS for page in PAGES}
EDITOR |= {f"/cms/{name}/preview/" for name in LISTS if name != "questions"}
