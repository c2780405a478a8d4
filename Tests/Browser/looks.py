"""The windows and colour schemes that pages are tried in, as decorators for tests that take `page`."""

import os

import pytest

VIEWPORTS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True},
}
COLOR_SCHEMES = ["light", "dark"]

every_color_scheme = pytest.mark.parametrize("color_scheme", COLOR_SCHEMES, indirect=True)
without_javascript = pytest.mark.parametrize("javascript", [False], indirect=True, ids=["no-javascript"])


# The two that differ most: each window and each colour scheme is in one of them. `./test --long` tries all four; the pages that are used
# most are tried in all four each time (test_pages.py).
DIFFERING = [("desktop", "light"), ("phone", "dark")]
LOOKS = [(viewport, scheme) for viewport in VIEWPORTS for scheme in COLOR_SCHEMES] if os.environ.get("COVALENCE_LONG") == "1" else DIFFERING

every_look = pytest.mark.parametrize("viewport, color_scheme", LOOKS, indirect=True)
