EDITOR = {
    "/cms/checklists/",
    "/cms/checklists/add/",
    "/cms/checklists/preview/",
    "/cms/checklists/results/",
    "/cms/checklists/choose/",
    "/cms/checklists/choose/chosen-multiple/",
    "/cms/checklists/choose/results/",
}
