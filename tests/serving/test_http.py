"""The HTTP interface, asked by a client in another process."""

import http.client
import json
import threading
from datetime import date
from typing import Any

import pytest

from qa import Engine
from qa.json_output import answer_json, article_json, event_json, hit_json
from tests.serving.conftest import TOKEN, Client

QUESTION = "When was the second round of talks?"
UNTIMED = "timings"


def without_times(answer: Any) -> Any:
    """Drop what differs each time."""
    if isinstance(answer, dict):
        return {key: without_times(value) for key, value in answer.items() if key != UNTIMED}
    return [without_times(each) for each in answer] if isinstance(answer, list) else answer


def events_of(body: bytes) -> list[tuple[str, Any]]:
    blocks = [block.splitlines() for block in body.decode().strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def test_an_answer_is_that_of_the_engine(server: Client, samples: Engine) -> None:
    reply = server.send("/ask", {"question": QUESTION})
    assert reply.status == 200
    assert without_times(reply.json) == without_times(answer_json(samples.ask(QUESTION)))
    citation = reply.json["citations"][0]
    article = server.send(f"/articles/{citation['article_id']}").json
    assert article["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_filters_reach_the_engine(server: Client) -> None:
    reply = server.send("/ask", {"question": QUESTION, "since": "2099-01-01"})
    assert (reply.json["status"], reply.json["reason"]) == ("not_found", "filtered_out")


def test_tags_and_collections_filter(server: Client) -> None:
    for filters in ({"tags": ["nothing has this tag"]}, {"collection": "there is no such collection"}):
        reply = server.send("/ask", {"question": QUESTION, **filters})
        assert "Wednesday" not in reply.body.decode()


def test_a_follow_up_refers_to_an_earlier_answer(server: Client, samples: Engine) -> None:
    first = server.send("/ask", {"question": QUESTION}).json
    second = server.send("/ask", {"question": "And where was it held?", "history": [first]}).json
    from qa import Turn

    turns = [Turn.of(samples.ask(QUESTION))]
    expected = answer_json(samples.ask("And where was it held?", history=turns))
    assert without_times(second) == without_times(expected)


def test_progress_comes_before_the_answer(server: Client) -> None:
    reply = server.send("/ask", {"question": QUESTION}, {"Accept": "text/event-stream"})
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = events_of(reply.body)
    assert [name for name, _ in events][-1] == "answer"
    assert {"step": "retrieved", "passages": 10} in [value for name, value in events if name == "progress"]
    assert without_times(events[-1][1]) == without_times(server.send("/ask", {"question": QUESTION}).json)


def test_an_error_is_an_event_too(server: Client) -> None:
    reply = server.send("/ask", {"question": "?!"}, {"Accept": "text/event-stream"})
    assert [name for name, _ in events_of(reply.body)] == ["error"]


def test_search_articles_and_timeline_are_those_of_the_engine(server: Client, samples: Engine) -> None:
    hits = samples.search("stoppage")
    expected = [hit_json(hit, samples.article_by_id(hit.passage.article_id)) for hit in hits]
    assert server.send("/search", {"query": "stoppage"}).json["hits"] == expected
    listed = server.send("/articles?limit=2&offset=1").json
    assert listed["total"] == len(samples.articles())
    assert [each["article_id"] for each in listed["articles"]] == [
        each.id for each in samples.articles()[1:3]
    ]
    name = samples.articles()[0].id
    assert server.send(f"/articles/{name}").json == json.loads(
        json.dumps(article_json(samples.article(name)))
    )
    events = [event_json(event) for event in samples.timeline("stoppage")]
    assert server.send("/timeline?query=stoppage").json["events"] == events


def test_a_month_is_a_date(server: Client, samples: Engine) -> None:
    days = {"since": date(2031, 5, 1), "until": date(2031, 5, 31)}
    hits = server.send("/search", {"query": "ferry", "since": "2031-05", "until": "2031-05"}).json["hits"]
    assert (
        hits
        == server.send("/search", {"query": "ferry", **{k: str(v) for k, v in days.items()}}).json["hits"]
    )
    assert hits
    events = [event_json(event) for event in samples.timeline("ferry", **days)]
    assert server.send("/timeline?query=ferry&since=2031-05&until=2031-05").json["events"] == events
    described = server.send("/openapi.json").json
    fields = [
        described["components"]["schemas"][name]["properties"] for name in ("AskRequest", "SearchRequest")
    ]
    told = {each["name"]: each for each in described["paths"]["/timeline"]["get"]["parameters"]}
    for limit in ("since", "until"):
        assert all("month" in each[limit]["description"] for each in (*fields, told))


def test_a_batch_has_one_line_for_each_question(server: Client) -> None:
    questions = [{"question": QUESTION}, {"question": "..."}, {"question": QUESTION, "since": "2099-01-01"}]
    reply = server.send("/batch", {"questions": questions})
    lines = sorted((json.loads(line) for line in reply.body.splitlines()), key=lambda line: line["index"])
    assert [line["index"] for line in lines] == [0, 1, 2]
    assert lines[0]["answer"]["status"] == "answered"
    assert "no words" in lines[1]["error"]["message"]
    assert lines[2]["answer"]["reason"] == "filtered_out"


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        pytest.param("/ask", {"question": "x", "sinc": "2024-01-01"}, 422, "sinc", id="misspelt filter"),
        pytest.param("/ask", {"question": "x", "since": "2023-02-30"}, 422, "28 days", id="no such day"),
        pytest.param("/ask", {"question": "x", "since": 20240101}, 422, "2024-09-18", id="a number as a day"),
        pytest.param("/ask", {"question": "x" * 2001}, 422, "2000", id="too long"),
        pytest.param("/ask", {"question": "x", "top_k": 0}, 422, "top_k", id="no passages"),
        pytest.param(
            "/ask", {"question": "x", "since": "2024-02-02", "until": "2024-01-01"}, 422, "after", id="order"
        ),
        pytest.param("/ask", b"not json", 422, "The body is not valid JSON.", id="no JSON"),
        pytest.param("/ask", {}, 422, "question: this field is missing.", id="no question"),
        pytest.param("/ask", {"question": ""}, 422, "question: empty.", id="empty question"),
        pytest.param("/ask", ["x"], 422, "not a JSON object", id="a list"),
        pytest.param("/batch", {"questions": ["x"]}, 422, "questions.0: not a JSON object.", id="texts"),
        pytest.param("/articles/zzzz", None, 404, "zzzz", id="unknown article"),
        pytest.param("/nothing", None, 404, "nothing", id="unknown path"),
        pytest.param("/timeline?since=2024-13-01", None, 422, "since", id="timeline"),
        pytest.param("/articles?limit=0", None, 422, "limit", id="limit"),
        pytest.param("/batch", {"questions": []}, 422, "questions", id="empty batch"),
    ],
)
def test_errors_say_what_is_wrong(server: Client, path: str, body: Any, status: int, said: str) -> None:
    reply = server.send(path, body)
    assert reply.status == status
    assert said in reply.json["error"]["message"]


def test_text_with_terminal_sequences_is_escaped(server: Client) -> None:
    reply = server.send("/ask", {"question": "What is \x1b[31mred\x1b[0m?"})
    assert b"\x1b" not in reply.body
    assert reply.headers["content-type"] == "application/json"


def test_several_clients_get_the_same_answer(server: Client) -> None:
    expected = without_times(server.send("/ask", {"question": QUESTION}).json)
    found: list[Any] = []
    threads = [
        threading.Thread(
            target=lambda: found.append(without_times(server.send("/ask", {"question": QUESTION}).json))
        )
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 6


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Origin": "http://evil.example"}, 403, id="page of another site"),
        pytest.param({"Origin": "null"}, 403, id="page without an origin"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="image or script of another site"),
        pytest.param({"Host": "evil.example"}, 421, id="another name for this machine"),
        pytest.param({"Host": "[::1"}, 421, id="a broken name"),
        pytest.param({"Content-Type": "text/plain"}, 422, id="a form of another site"),
    ],
)
def test_pages_of_other_sites_get_nothing(server: Client, headers: dict[str, str], status: int) -> None:
    reply = server.send("/ask", {"question": QUESTION}, headers)
    assert reply.status == status
    assert b"Wednesday" not in reply.body
    assert "access-control-allow-origin" not in {name.lower() for name in reply.headers}


def test_its_own_page_may_ask(server: Client) -> None:
    own = {"Origin": server.address, "Sec-Fetch-Site": "same-origin"}
    assert server.send("/ask", {"question": QUESTION}, own).status == 200


def test_a_long_request_is_refused_before_it_is_read(server: Client) -> None:
    host = server.address.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.putrequest("POST", "/batch")
    connection.putheader("Content-Length", "1000001")
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_the_description_needs_no_other_host(server: Client) -> None:
    page = server.send("/docs").body.decode()
    assert "http://" not in page.replace(server.address, "")
    assert "https://" not in page
    assert server.send("/static-offline-docs/swagger-ui-bundle.js").status == 200
    paths = server.send("/openapi.json").json["paths"]
    assert {
        "/ask",
        "/search",
        "/articles",
        "/articles/{article_id}",
        "/timeline",
        "/batch",
        "/health",
    } <= set(paths)


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (None, 401),
        ("Bearer wrong", 401),
        (f"Basic {TOKEN}", 401),
        (f"Bearer {TOKEN}é", 401),
        (f"Bearer {TOKEN}", 200),
    ],
)
def test_the_token_opens_everything(guarded: Client, header: str | None, status: int) -> None:
    headers = {"Authorization": header.encode().decode("latin-1")} if header else {}
    for path in ("/articles", "/timeline?limit=1"):
        assert guarded.send(path, None, headers).status == status
    assert guarded.send("/search", {"query": "strike"}, headers).status == status
    assert guarded.send("/health").status == 200
