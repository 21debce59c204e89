"""Answers for other programs: an HTTP server and an MCP server over one engine."""
