"""A check of our own for schemathesis (`SCHEMATHESIS_HOOKS`)."""

import schemathesis

# Problems that say that a request does not fit the document.
UNFITTING = {f"urn:covalence:problem:{name}" for name in ("bad-field", "bad-parameter", "unreadable", "unsupported-media-type", "not-acceptable", "method-not-allowed")}


@schemathesis.check
def what_fits_the_document_is_taken(ctx, response, case):
    """What the document allows may be refused for what is there, and never because it does not fit."""
    if case.meta is None or not case.meta.generation.mode.is_positive or "problem+json" not in (response.headers.get("content-type") or [""])[0]:
        return
    problem = response.json()
    assert problem["type"] not in UNFITTING, f"{problem['type']}: {problem['detail']} {problem.get('errors')}"
