"""The tools for assistants, called by the SDK's own client in another process."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from qa import Engine
from qa.json_output import answer_json
from tests.serving.test_http import QUESTION, without_times


@asynccontextmanager
async def session(library: str) -> AsyncIterator[ClientSession]:
    import os

    command = StdioServerParameters(
        command=sys.executable, args=["-m", "qa.cli", "mcp", "--library", library], env=dict(os.environ)
    )
    async with stdio_client(command) as (read, write), ClientSession(read, write) as opened:
        await opened.initialize()
        yield opened


def value_of(result: Any) -> Any:
    assert not result.is_error, result.content
    return json.loads(result.content[0].text)


async def test_the_tools_answer_as_the_engine_does(samples: Engine) -> None:
    async with session(str(samples.settings.library)) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"ask", "search", "timeline", "list_articles", "read_article"}
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools.values())

        answer = value_of(await client.call_tool("ask", {"question": QUESTION}))
        assert without_times(answer) == without_times(answer_json(samples.ask(QUESTION)))
        cited = answer["citations"][0]

        article = value_of(await client.call_tool("read_article", {"article": cited["article_id"]}))
        assert article["text"][cited["start"] : cited["end"]] == cited["quote"]
        place = {
            "article": cited["article_id"],
            "start": cited["start"],
            "characters": len(cited["quote"]),
        }
        assert value_of(await client.call_tool("read_article", place))["text"] == cited["quote"]

        followed = {"question": "And where was it held?", "history": [answer]}
        assert value_of(await client.call_tool("ask", followed))["question"] == followed["question"]
        hits = value_of(await client.call_tool("search", {"query": "strike", "top_k": 3}))["hits"]
        assert [hit["rank"] for hit in hits] == [1, 2, 3]
        events = value_of(await client.call_tool("timeline", {"query": "ferry", "limit": 2}))
        assert len(events["events"]) == 2
        may = {"query": "ferry", "since": "2031-05", "until": "2031-05"}
        assert value_of(await client.call_tool("timeline", may))["events"]
        for name in ("ask", "search", "timeline"):
            fields = tools[name].input_schema["properties"]
            assert all("month" in fields[limit]["description"] for limit in ("since", "until")), name
        listed = value_of(await client.call_tool("list_articles", {}))
        assert listed["total"] == len(samples.articles())


async def test_errors_are_told_to_the_assistant(samples: Engine) -> None:
    async with session(str(samples.settings.library)) as client:
        for tool, arguments, said in (
            ("ask", {"question": "?"}, "no words"),
            ("ask", {"question": "Who?", "since": "2023-02-30"}, "28 days"),
            ("read_article", {"article": "no such thing"}, "no such thing"),
        ):
            result = await client.call_tool(tool, arguments)
            assert result.is_error, tool
            assert said in result.content[0].text  # type: ignore[union-attr]


async def test_a_missing_library_is_told(tmp_path: Any) -> None:
    async with session(str(tmp_path / "none")) as client:
        result = await client.call_tool("search", {"query": "strike"})
        assert result.is_error
        assert "no library" in result.content[0].text  # type: ignore[union-attr]
