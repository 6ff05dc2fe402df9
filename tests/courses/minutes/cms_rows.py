EDITOR: set[str] = {
    "/cms/minute-cards/",
    "/cms/minute-cards/add/",
    "/cms/minute-cards/choose/",
    "/cms/minute-cards/choose/chosen-multiple/",
    "/cms/minute-cards/choose/results/",
    "/cms/minute-cards/preview/",
    "/cms/minute-cards/results/",
}
