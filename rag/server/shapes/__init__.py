"""What answers look like to programs, by REST and MCP alike: the JSON that `rag.wire` makes.

From these come the OpenAPI description and the output schemas of the MCP tools.
"""
