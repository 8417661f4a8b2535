"""What keeps a hosted price book current by itself: each step is a make target that a workflow runs.

    merge    parts of a pull, read      shards       content/ as one pull and one parse would have left it
    ready    may it be published?       standing     what is wrong with the last run and the last parse
    keep     one commit, pushed         news         the message: which prices changed, from what to what
    tell     one issue, or none         standing     opened, brought up to date or closed
             git and gh                 github       the only module here that starts programs

All that passes from one step to the next is `content/` itself: its run.yaml and findings.yaml say how things stand.
Only `__main__` prints and exits.
"""
