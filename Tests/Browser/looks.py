"""The windows and colour schemes that pages are tried in, as decorators for tests that take `page`."""

import pytest

VIEWPORTS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True},
}
COLOR_SCHEMES = ["light", "dark"]

every_viewport = pytest.mark.parametrize("viewport", list(VIEWPORTS), indirect=True)
every_color_scheme = pytest.mark.parametrize("color_scheme", COLOR_SCHEMES, indirect=True)
without_javascript = pytest.mark.parametrize("javascript", [False], indirect=True, ids=["no-javascript"])


def every_look(test):
    """Both windows in both colour schemes."""
    return every_viewport(every_color_scheme(test))
