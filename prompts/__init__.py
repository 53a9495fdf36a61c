"""The texts the model is given: one folder a task, a system message and its examples. Read only by `extractor.prompting`."""

PROMPTS_OF = (
    "casualty-extractor"  # another distribution may ship a package of this name: prompting checks that this one is ours
)
