"""The texts the model is given: one folder a task, a system message and its examples. Read by `extractor.prompting`."""

# Another distribution may ship a package of this name: prompting checks that this one is ours.
PROMPTS_OF = "casualty-extractor"
