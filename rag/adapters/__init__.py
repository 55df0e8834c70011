"""The outside world behind the ports: models, vector stores and frameworks, each in its own file.

Nothing heavy is imported before an adapter is made.
"""
