"""The commands of `amends`, a topic a file."""
