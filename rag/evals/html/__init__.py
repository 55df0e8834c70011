"""The report as one HTML file that opens without network; one concern a module."""
