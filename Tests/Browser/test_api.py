"""The API against the real program: its document is OpenAPI 3.1, and what schemathesis sends finds nothing that breaks it."""

import json
import os
import re
import subprocess
import urllib.error
import urllib.request
import xml.etree.ElementTree as XML
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from load import Client
from served import ROOT, CovalenceServer
from stock import Stock, is_versioned

# So that no request waits for the limits, which have tests of their own.
WITHOUT_LIMITS = {"COVALENCE_API_TOKEN_RATE": "1000000", "COVALENCE_API_ADDRESS_RATE": "1000000"}
LONG = os.environ.get("COVALENCE_LONG") == "1"
# Made for each operation, beside those of its document and its bounds.
EXAMPLES = 20 if LONG else 2
SECONDS = 3_600 if LONG else 600
# Left out, and counted as such; a test in Swift asks for it.
LEFT_OUT = {"setPolicy": "by some policies the words of all meetings go, which the others are about"}
# Operations that are asked for and cannot be carried out here, and why. Tests in Swift carry each of them out.
NOT_REACHED = {
    "cancelJob": "no job waits long enough to be cancelled",
    "retryJob": "no job fails",
    "endOwnSession": "endOwnSessions comes first, and a token cannot sign in",
    "changeTopic": "topics are found once many conversations were read by meaning, which takes longer",
    "retryFile": "a file is there to be read again only while it is read",
}
# A request that fits the document may still be one that cannot be done: a version that is not the one there (412), a rule that no schema can say (422),
# something that was erased (410), a body that is no recording (422). That it was not refused as unfitting is a check of our own, in api_checks.py.
SETTINGS = """
[phases.coverage]
unexpected-methods = ["TRACE"]

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "410", "412", "422"]

[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "410", "412", "415", "422", "428", "429"]

[checks.missing_required_header]
expected-statuses = ["400", "401", "403", "406", "415", "422", "428"]
"""


@pytest.fixture(scope="module")
def server():
    """A server of these tests' own: what is sent to it changes and erases at random."""
    running = CovalenceServer(environment=WITHOUT_LIMITS)
    try:
        yield running.start()
    finally:
        running.stop()


def token(server: CovalenceServer, *scopes: str) -> str:
    """As the command makes it, beside the server that runs."""
    options = [word for scope in scopes for word in ("--scope", scope)]
    made = subprocess.run([str(server.binary), "token", "make", "Tests", "--member", "you@norrvik.example", "--json", *options, "--data", str(server.data)],
                          capture_output=True, text=True, timeout=120, check=True)
    return json.loads(made.stdout)["token"]


def ask(server: CovalenceServer, secret: str, path: str, body: bytes | None = None, kind: str = "application/json", method: str | None = None):
    request = urllib.request.Request(f"{server.url}/api/v1{path}", data=body, method=method, headers={"Authorization": f"Bearer {secret}", "Content-Type": kind})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or b"null")


@pytest.fixture(scope="module")
def everything(server) -> str:
    return token(server, "read", "write", "export", "administer")


def test_the_document_is_openapi(server, everything):
    document = ask(server, everything, "/openapi.json")
    assert list(map(str, OpenAPIV31SpecValidator(document).iter_errors())) == []
    assert document["openapi"] == "3.1.0"
    assert len(document["paths"]) > 80


def test_a_token_of_the_command_lets_in_and_no_further(server):
    reading = token(server, "read")
    assert ask(server, reading, "/me")["address"] == "you@norrvik.example"
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(server, reading, "/organizations", b'{"name": "Halden", "kind": "partner"}')
    assert refused.value.code == 403
    assert json.loads(refused.value.read())["type"] == "urn:covalence:problem:scope-missing"


@pytest.mark.timeout(SECONDS)
def test_schemathesis_finds_nothing(server, everything, tmp_path):
    # Something of each sort, and for each operation a request that is carried out: schemathesis varies what works one thing at a time.
    stock = Stock(server, Client(server.url, everything))
    meeting = stock.things["meetings"]
    (tmp_path / "openapi.json").write_text(json.dumps(with_examples(stock)))
    (tmp_path / "stock.json").write_text(json.dumps({
        "url": server.url, "token": everything, "path": {name: stock.path(name) for name in stock.operations},
        "tag": {name: stock.tag_address(name) for name, (_, _, operation) in stock.operations.items() if is_versioned(operation)},
    }))
    (tmp_path / "schemathesis.toml").write_text(SETTINGS)
    report, before = tmp_path / "junit.xml", len(server.log)
    run = subprocess.run(
        [str(ROOT / ".deps/venv/bin/schemathesis"), "--config-file", str(tmp_path / "schemathesis.toml"), "run", str(tmp_path / "openapi.json"), "--url", f"{server.url}/api/v1",
         "--header", f"Authorization: Bearer {everything}", "--checks", "all", "--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES), "--generation-deterministic",
         # U+0000 is refused in every text, as docs/api.md says; no schema can say that of every text.
         "--generation-allow-x00", "false",
         # One worker: with two, Python 3.11 can fail in ast.parse (“AST constructor recursion depth mismatch”), seen here once.
         "--workers", "1",
         # The first reading of an objective loads the sentence encoder, which takes its time in a debug build on a busy machine.
         "--request-timeout", "300", "--max-response-time", "300", "--continue-on-failure", "--report", "junit", "--report-junit-path", str(report), "--no-color",
         *[word for name in sorted(LEFT_OUT) for word in ("--exclude-operation-id", name)]],
        capture_output=True, text=True, timeout=SECONDS - 50, cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "api_checks", "PYTHONPATH": str(Path(__file__).parent), "COVALENCE_STOCK": str(tmp_path / "stock.json")})
    (ROOT / ".deps/results/schemathesis.txt").write_text(run.stdout + run.stderr)
    assert run.returncode == 0, run.stdout[-12000:] + run.stderr[-2000:]
    # It must have asked for everything: a run that tries nothing finds nothing.
    asked = {case.get("name") for case in XML.parse(report).iter("testcase")}
    assert len(asked) >= len(stock.operations) - len(LEFT_OUT)
    assert (made := re.search(r"(\d+) generated", run.stdout)) and int(made.group(1)) > 10 * len(stock.operations), run.stdout[-3000:]
    # And every operation was carried out at least once.
    lines = [json.loads(line) for line in server.log[before:].splitlines() if line.startswith("{")]
    done = {(line["method"], line["route"]) for line in lines if line.get("route", "").startswith("/api/v1") and line.get("status", 500) < 300}
    reached = {name for name, (method, path, _) in stock.operations.items() if (method, f"/api/v1{path}") in done}
    assert sorted(set(stock.operations) - reached - set(LEFT_OUT) - set(NOT_REACHED)) == []
    assert ask(server, everything, f"/meetings/{meeting}")["id"] == meeting


def with_examples(stock: Stock) -> dict:
    """The served document, with a request that is carried out as the example of each operation."""
    document = json.loads(json.dumps(stock.document))
    for path in document["paths"].values():
        for operation in path.values():
            name = operation["operationId"]
            given = {"path": stock.path(name), "query": stock.query.get(name, {}), "header": {"If-Match": '"0.now"'}}
            for parameter in operation.get("parameters", []):
                if (value := given[parameter["in"]].get(parameter["name"])) is not None:
                    parameter["example"] = [value] if parameter["schema"].get("type") == "array" else value
            for content in operation.get("requestBody", {}).get("content", {}).values():
                if name in stock.body:
                    content["example"] = stock.body[name]
    return document
