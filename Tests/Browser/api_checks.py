"""What schemathesis needs to know of us, and a check of our own (`SCHEMATHESIS_HOOKS`)."""

import schemathesis

@schemathesis.serializer("application/x-ndjson", "application/ndjson", "application/jsonl", "text/vtt", "application/x-subrip", "text/markdown", "text/csv", "text/calendar",
                         "message/rfc822", "application/mbox", "audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "audio/webm", "video/mp4", "video/webm", "video/ogg")
def as_it_is(ctx, value):
    """Bytes of files go as they are."""
    return value if isinstance(value, bytes) else str(value).encode()


# Problems that say that a request does not fit the document.
UNFITTING = {f"urn:covalence:problem:{name}" for name in ("bad-field", "bad-parameter", "unreadable", "unsupported-media-type", "not-acceptable", "method-not-allowed")}


@schemathesis.check
def what_fits_the_document_is_taken(ctx, response, case):
    """What the document allows may be refused for what is there, and never because it does not fit."""
    if case.meta is None or not case.meta.generation.mode.is_positive or "problem+json" not in (response.headers.get("content-type") or [""])[0]:
        return
    problem = response.json()
    assert problem["type"] not in UNFITTING, f"{problem['type']}: {problem['detail']} {problem.get('errors')}"
