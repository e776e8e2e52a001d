"""Administration (机构管理): what an administrator does to the tree, within the reach of a seat.

Founding, editing, moving, merging and closing organisations where learners and cases hang on them;
bringing the tree in as a *tree sheet* (机构表), which is compared first and confirmed then; handing
a post over; telling people that a post is about to end. The tree itself and its verbs stand in
`organisations`, giving and taking posts in `access.staffing`; here they meet what is on the floors
between: enrolments, accounts, cases.
"""
