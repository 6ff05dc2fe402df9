EDITOR = {
    "/cms/plans/",
    "/cms/plans/add/",
    "/cms/plans/preview/",
    "/cms/plans/results/",
    "/cms/plans/choose/",
    "/cms/plans/choose/chosen-multiple/",
    "/cms/plans/choose/results/",
    # choosing what to do, for a plan's step
    "/cms/activities/choose/",
    "/cms/activities/choose/results/",
    "/cms/activities/choose/chosen-multiple/",
}
