"""Backups of a data folder: one file out, one file back, everything verified before it counts."""
