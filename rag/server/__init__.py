"""Doors for other programs: a REST interface, OpenAI's, and MCP, behind one sign-in."""
