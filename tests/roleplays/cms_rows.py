"""What roleplays add to the editor's part."""

EDITOR = {
    "/cms/roleplays/",
    "/cms/roleplays/add/",
    "/cms/roleplays/import/",
    "/cms/roleplays/preview/",
    "/cms/roleplays/redraw/",
    "/cms/roleplays/results/",
    "/cms/roleplays/choose/",
    "/cms/roleplays/choose/chosen-multiple/",
    "/cms/roleplays/choose/results/",
    "/cms/suggestions/",
    "/cms/suggestions/results/",
}
