"""The prompts, as package data: one Markdown file each; `README.md` lists their placeholders."""
