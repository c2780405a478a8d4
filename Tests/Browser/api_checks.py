"""What schemathesis needs to know of us, and a check of our own (`SCHEMATHESIS_HOOKS`)."""

import json
import os
from pathlib import Path

import schemathesis
from schemathesis.core.parameters import ParameterLocation

import stock
from load import Client

# What test_api.py made: where the server is, what stands for the braces of each operation, where the tag comes from that a change hands back.
STOCK = json.loads(Path(os.environ["COVALENCE_STOCK"]).read_text())
CLIENT = Client(STOCK["url"], STOCK["token"])


@schemathesis.serializer("application/x-ndjson", "application/ndjson", "application/jsonl", "text/vtt", "application/x-subrip", "text/markdown", "text/csv", "text/calendar",
                         "message/rfc822", "application/mbox", "application/yaml", "text/yaml", "text/vcard", "audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "audio/webm", "video/mp4",
                         "video/webm", "video/ogg")
def as_it_is(ctx, value):
    """Bytes of files go as they are."""
    return value if isinstance(value, bytes) else stock.sent(str(value))


@schemathesis.hook
def before_call(context, case, kwargs):
    """What fits the document names what is there, and the version that it has now."""
    name, meta = case.operation.definition.raw["operationId"], case.meta
    if meta is None:
        return
    # Also where it took an id out of an answer: what is erased is what was made for that.
    if STOCK["path"].get(name) and not meta.is_negative_at(ParameterLocation.PATH):
        case.path_parameters = dict(STOCK["path"][name])
    if name in STOCK["tag"] and case.headers and "If-Match" in case.headers and not meta.is_negative_at(ParameterLocation.HEADER):
        case.headers["If-Match"] = CLIENT.ask("GET", f"/api/v1{STOCK['tag'][name]}").headers.get("etag", '"0"')


# Problems that say that a request does not fit the document.
UNFITTING = {f"urn:covalence:problem:{name}" for name in ("bad-field", "bad-parameter", "unreadable", "unsupported-media-type", "not-acceptable", "method-not-allowed")}


@schemathesis.check
def what_fits_the_document_is_taken(ctx, response, case):
    """What the document allows may be refused for what is there, and never because it does not fit."""
    if case.meta is None or not case.meta.generation.mode.is_positive or "problem+json" not in (response.headers.get("content-type") or [""])[0]:
        return
    problem = response.json()
    assert problem["type"] not in UNFITTING, f"{problem['type']}: {problem['detail']} {problem.get('errors')}"
