"""A recording plays from the utterance that is clicked, and the words light up as it goes."""

import re

import pytest
from playwright.sync_api import expect

from desk import add_kickoff
from transcripts import file, tone

pytestmark = pytest.mark.usefixtures("no_console_errors")


def attach(page, sound: dict) -> None:
    page.set_input_files("#m-recording", [sound])
    page.locator("#about form.inline button").click()


def test_a_recording_is_sought_played_and_followed(empty_page, shot):
    page = empty_page
    add_kickoff(page)
    attach(page, file("talk.wav", tone(40), "audio/wav"))
    audio = page.locator("[data-recording]")
    expect(audio).to_be_visible()
    expect(audio).to_have_js_property("duration", 40)

    # The fifth utterance begins at 20 s.
    page.locator("#u4 .said").click()
    expect(page.locator("#u4")).to_have_class(re.compile("is-playing"))
    expect(page.locator("[data-now]")).to_contain_text("numbers")
    shot(page, "playing", full_page=False)
    audio.evaluate("sound => { sound.currentTime = 10.5 }")
    expect(page.locator("#u2")).to_have_class(re.compile("is-playing"))
    expect(page.locator("#u4")).not_to_have_class(re.compile("is-playing"))
    page.locator("#u2").focus()
    page.keyboard.press("Space")
    expect(audio).to_have_js_property("paused", True)
    page.keyboard.press("Space")
    expect(audio).to_have_js_property("paused", False)
    audio.evaluate("sound => sound.pause()")

    # The player stays in sight and leaves the end of the page free.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    player = page.locator("[data-player]").bounding_box()
    last = page.locator(".danger").bounding_box()
    assert last["y"] + last["height"] <= player["y"]


def test_what_is_not_a_recording_is_refused(empty_page, no_console_errors):
    page = empty_page
    add_kickoff(page)
    attach(page, file("talk.mp3", b"not sound at all", "audio/mpeg"))
    # The meeting is there again, with the reason at the form, where the next one is chosen.
    expect(page.locator("#m-recording-problem")).to_contain_text("talk.mp3 is not a recording")
    expect(page.locator("#m-recording")).to_be_focused()
    expect(page.locator("#u4")).to_be_visible()
    no_console_errors.clear()  # the browser reports the status 422 of the page
