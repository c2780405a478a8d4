"""The main job: drop files, say who was on which side, read what happened."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from desk import add_files, add_kickoff, evidence, results, say_sides
from transcripts import BROKEN, KICKOFF, PICTURE, file, long_meeting, webvtt

pytestmark = pytest.mark.usefixtures("no_console_errors")


def drop(page: Page, files: list[dict]) -> None:
    """Drops files on the zone as the desktop does, in one DataTransfer."""
    transfer = page.evaluate_handle("""files => {
        const transfer = new DataTransfer()
        for (const [name, bytes] of files) transfer.items.add(new File([new Uint8Array(bytes)], name))
        return transfer
    }""", [[each["name"], list(each["buffer"])] for each in files])
    page.dispatch_event("[data-drop]", "dragover", {"dataTransfer": transfer})
    expect(page.locator("[data-drop]")).to_have_class(re.compile("is-over"))
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": transfer})


def test_many_files_dropped_at_once_show_progress_and_a_result_each(empty_page, shot):
    page = empty_page
    page.goto("/meetings")
    # What the rows say on the way is gone quickly, so it is noted as it passes.
    page.evaluate("""() => {
        window.passed = []
        const list = document.querySelector('[data-uploads]')
        new MutationObserver(() => list.querySelectorAll('.upload').forEach(row => {
            if (row.querySelector('progress')) passed.push(row.querySelector('span').textContent)
        })).observe(list, { childList: true, subtree: true, characterData: true })
    }""")
    kickoff = webvtt(KICKOFF)
    drop(page, [file("kickoff.vtt", kickoff), file("broken.vtt", BROKEN), file("picture.png", PICTURE), file("long.vtt", long_meeting(150)), file("empty.txt", b"")])
    rows = results(page, 5)
    shot(page, "results")
    by_name = {row.locator("strong").inner_text(): row for row in rows.all()}
    expect(by_name["kickoff.vtt"]).to_contain_text("7 utterances")
    expect(by_name["kickoff.vtt"].get_by_role("link")).to_have_attribute("href", re.compile("/cast$"))
    expect(by_name["long.vtt"]).to_contain_text("150 utterances")
    expect(by_name["broken.vtt"]).to_contain_text("cannot be read")
    for refused in ["picture.png", "empty.txt"]:
        assert by_name[refused].get_attribute("data-state") == "failed"
        # A sentence, not a code: it starts with a capital and ends with a full stop.
        assert re.match(r"[A-Z].{20,}\.$", by_name[refused].locator("span").inner_text(), re.DOTALL)
    passed = page.evaluate("passed")
    assert "waits" in passed and "is sent" in passed and "is read" in passed
    # The same bytes under another name.
    page.set_input_files("#files", [file("copy of kickoff.vtt", kickoff)])
    again = results(page, 6).last
    expect(again).to_contain_text("here already")
    page.goto("/meetings")
    expect(page.locator(".meeting-row")).to_have_count(2)
    expect(page.get_by_role("navigation", name="Main").locator(".count")).to_have_text("3")


@pytest.mark.parametrize("choice", ["Import the other", "Leave the file out"])
def test_a_file_with_broken_places_waits_for_a_decision(empty_page, choice):
    page = empty_page
    add_files(page, file("broken.vtt", BROKEN)).get_by_role("link").click()
    expect(page.locator(".wait h2")).to_have_text("broken.vtt")
    # The broken time stands in line 9 of the file.
    expect(page.locator(".wait table")).to_contain_text("9")
    page.get_by_role("button", name=choice).click()
    if choice.startswith("Import"):
        page.wait_for_url("**/cast")
        expect(page.locator("fieldset.person")).to_have_count(2)
        page.goto("/meetings")
        expect(page.locator(".meeting-row")).to_have_count(1)
    else:
        expect(page.locator(".wait")).to_have_count(0)
        page.goto("/meetings")
        expect(page.locator(".meeting-row")).to_have_count(0)


def test_the_reading_comes_with_the_sides(empty_page, shot):
    page = empty_page
    row = add_files(page, file("kickoff.vtt", webvtt(KICKOFF)))
    cast = row.get_by_role("link").get_attribute("href")
    page.goto(cast.removesuffix("/cast"))
    unknown = page.locator(".finding-unknown").count()
    assert unknown > 0
    expect(page.locator(".notice").first).to_contain_text("side")
    assert page.locator(f'main a[href="{cast}"]').count() > 1, "what is not known leads to where it can be said"
    shot(page, "not-known")
    page.goto(cast)
    say_sides(page, {"Anna Lind": "seller", "Mikko Salo": "customer"}, {"Mikko Salo": "Halden Paper"})
    page.wait_for_url(lambda url: not url.endswith("/cast"))
    expect(page.locator(".people")).to_contain_text("Halden Paper")
    assert page.locator(".finding-unknown").count() < unknown
    told = page.locator(".what p:not(.because)")
    assert 3 <= told.count() <= 4
    assert all(re.match(r"[A-Z].*\.$", text, re.DOTALL) for text in told.all_inner_texts())
    expect(page.locator(".what")).to_contain_text("customer")
    for letter in "ABCD":
        group = page.locator(f"section.group[aria-labelledby=group-{letter}]")
        assert group.locator(".finding").count() > 0, letter
    shot(page, "sides-known")


def test_what_was_said_about_speakers_is_remembered(empty_page):
    page = empty_page
    add_kickoff(page)
    second = [(name, words + " Again.") for name, words in KICKOFF]
    add_files(page, file("second.vtt", webvtt(second))).get_by_role("link").click()
    if not page.url.endswith("/cast"):
        page.get_by_role("link", name="Who is who").first.click()
    customer = page.locator("fieldset.person").filter(has=page.locator('input[value="Mikko Salo"]'))
    expect(customer.get_by_label("Organisation")).to_have_value("Halden Paper")
    assert customer.locator("input[value=customer]").is_checked() or "Customer" in customer.locator(".suggestion").inner_text()


def test_a_quote_leads_to_its_utterance(empty_page):
    page = empty_page
    add_kickoff(page)
    evidence(page, "forty thousand").locator("a.moment").click()
    expect(page.locator("#u2")).to_have_class(re.compile("is-chosen"))
    expect(page.locator("#u2")).to_be_in_viewport()
    expect(page.locator("#u2")).to_be_focused()
    expect(page).to_have_url(re.compile("#u2$"))


def test_findings_are_decided_on_corrected_and_taken_back(empty_page):
    page = empty_page
    add_kickoff(page)
    evidence(page, "forty thousand").get_by_role("button", name="Right").click()
    item = evidence(page, "forty thousand")
    expect(item.locator(".flag").first).to_have_text(re.compile("right|confirmed", re.IGNORECASE))
    item.get_by_role("button", name="Undo").click()
    expect(evidence(page, "forty thousand").get_by_role("button", name="Right")).to_be_visible()

    # Wrong: it leaves its section and lies among what was set aside, from where it comes back.
    evidence(page, "forty thousand").get_by_role("button", name="Wrong").click()
    aside = page.locator(".set-aside .item").filter(has_text="forty thousand").first
    expect(aside).to_be_attached()
    page.reload()
    aside = evidence(page, "forty thousand") if page.locator(".group .item").filter(has_text="forty thousand").count() == 0 else \
        page.locator(".set-aside .item").filter(has_text="forty thousand").first
    if not aside.is_visible():
        page.locator(".set-aside > summary").click()
    aside.get_by_role("link", name="History").click()
    expect(page.locator(".history li")).to_have_count(4)
    page.go_back()
    page.locator(".set-aside > summary").click()
    page.locator(".set-aside .item").filter(has_text="forty thousand").first.get_by_role("button", name="Undo").click()
    expect(page.locator(".set-aside")).to_have_count(0)

    # Something else, said by somebody else.
    item = evidence(page, "forty thousand")
    item.get_by_role("link", name="Something else").click()
    form = item.locator("form.correct")
    form.get_by_label("It is").select_option(label="Acceptance")
    form.get_by_label("said by").select_option(label="Seller")
    form.get_by_role("button", name="Save").click()
    corrected = page.locator("#findings .item").filter(has_text="forty thousand").filter(has_text="Acceptance")
    expect(corrected.first).to_be_attached()


def test_words_chosen_in_the_transcript_become_a_finding(empty_page, shot):
    page = empty_page
    address = add_kickoff(page)
    # A double click takes the word under the pointer, shift and arrows more of it.
    said = page.locator("#u1 [data-text]")
    said.scroll_into_view_if_needed()
    page.evaluate("""() => {
        const text = document.querySelector('#u1 [data-text]').firstChild, range = document.createRange()
        range.setStart(text, 7); range.setEnd(text, 28)
        getSelection().removeAllRanges(); getSelection().addRange(range)
    }""")
    said.dispatch_event("mouseup")
    form = page.locator("#add-finding")
    expect(form).to_be_visible()
    expect(form.locator("[data-chosen]")).to_have_text("three unplanned stops")
    shot(page, "add-finding", full_page=False)
    form.get_by_label("These words show").select_option(label="Market knowledge")
    form.get_by_label("Note").fill("They count their stops.")
    form.get_by_role("button", name="Add").click()
    page.wait_for_url(re.compile(r"#u1$"))
    page.goto(address)
    item = evidence(page, "three unplanned stops")
    own = page.locator(".item").filter(has_text="Market knowledge").first
    expect(own.locator("mark")).to_have_text("three unplanned stops")
    item.page.goto(own.locator("form.decide").get_attribute("action"))
    expect(page.locator("main")).to_contain_text("They count their stops.")


def test_corrected_words_keep_their_evidence_and_say_so(empty_page):
    page = empty_page
    address = add_kickoff(page)
    # What a person has confirmed is kept; what was only suggested would be read anew from the new words.
    evidence(page, "it would save").get_by_role("button", name="Right").click()
    expect(evidence(page, "it would save").locator(".flag").first).to_be_visible()
    row = page.locator("#u2")
    row.hover()
    row.get_by_role("link", name="Correct utterance").click()
    page.locator("#words-2").fill("If that went away it could spare us fifty thousand euros a year.")
    page.get_by_role("button", name="Save the words").click()
    page.wait_for_url(re.compile("#u2$"))
    expect(page.locator("#u2 [data-text]")).to_contain_text("fifty thousand")
    page.goto(address)
    expect(evidence(page, "fifty thousand").locator(".quote .flag")).to_have_text("words corrected since")
    expect(page.locator("#about")).to_contain_text("Version 2 of the words")


def test_speakers_are_joined_split_reassigned_and_that_is_undone(empty_page):
    page = empty_page
    address = add_kickoff(page)
    page.goto(f"{address}/cast")
    page.locator("#absorbed").select_option(label="Mikko Salo")
    page.locator("#kept").select_option(label="Anna Lind")
    page.get_by_role("button", name="Join them").click()
    expect(page.locator("fieldset.person")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("fieldset.person")).to_have_count(2)

    page.locator("#split-from").fill("0:10")
    page.locator("#split-to").fill("0:10")
    page.locator("#split-of").select_option(label="Mikko Salo")
    page.locator("#split-name").fill("Tuula Kari")
    page.get_by_role("button", name="Split").click()
    expect(page.locator("fieldset.person")).to_have_count(3)
    page.goto(address)
    expect(page.locator("#u2 .who")).to_contain_text("Tuula Kari")
    expect(page.locator("#u1 .who")).to_contain_text("Mikko Salo")

    page.locator("#u1").hover()
    page.locator("#u1").get_by_role("link", name="Correct utterance").click()
    page.wait_for_selector("#speaker-1")
    page.locator("#speaker-1").select_option(label="Tuula Kari (side not known)") if page.locator("#speaker-1 option", has_text="Tuula Kari (side not known)").count() \
        else page.locator("#speaker-1").select_option(index=[option.inner_text().startswith("Tuula") for option in page.locator("#speaker-1 option").all()].index(True))
    page.get_by_role("button", name="Save the speaker").click()
    page.wait_for_load_state()
    expect(page.locator("#u1 .who")).to_contain_text("Tuula Kari")
    page.goto(f"{address}/cast")
    page.get_by_role("button", name="Undo").click()
    page.goto(address)
    expect(page.locator("#u1 .who")).to_contain_text("Mikko Salo")


def test_title_time_language_and_outcome_are_set(empty_page):
    page = empty_page
    address = add_kickoff(page)
    about = page.locator("#about")
    about.get_by_label("Title").fill("First talk with Halden")
    about.get_by_label("Day").fill("2026-03-04")
    about.get_by_label("Time").fill("10:30")
    about.get_by_label("Language").select_option(label="German")
    about.get_by_label("Did it advance?").select_option(label="yes")
    about.get_by_label("To what").fill("a visit to the mill")
    about.get_by_role("button", name="Save").click()
    page.goto(address)
    expect(page.locator("h1")).to_contain_text("First talk with Halden")
    expect(page.locator(".facts")).to_contain_text("4 March 2026, 10:30")
    expect(page.locator(".facts")).to_contain_text("German")
    expect(page.locator("main")).to_contain_text("went on to: a visit to the mill")
    # English rules do not read German: that is said.
    expect(page.locator("main")).to_contain_text("not known", ignore_case=True)
    page.goto("/meetings")
    expect(page.locator(".meeting-row")).to_contain_text("4 March 2026")


def test_exports_are_downloaded_and_can_be_read(empty_page):
    page = empty_page
    add_kickoff(page)

    def download(name: str):
        with page.expect_download() as waited:
            page.locator(".exports").get_by_role("link", name=name, exact=True).click()
        return waited.value

    document = json.loads(download("JSON").path().read_text(encoding="utf-8"))
    assert "forty thousand" in json.dumps(document)
    import csv
    findings = list(csv.DictReader(download("Findings, CSV").path().open(encoding="utf-8-sig", newline="")))
    assert any("forty thousand" in " ".join(value or "" for value in row.values()) for row in findings)
    utterances = list(csv.DictReader(download("Transcript, CSV").path().open(encoding="utf-8-sig", newline="")))
    assert len(utterances) == 7
    assert download("The file as it came").path().read_bytes() == webvtt(KICKOFF)
    assert download("Report, one HTML file").suggested_filename.endswith(".html")


def test_an_erased_meeting_is_gone(empty_page):
    page = empty_page
    address = add_kickoff(page)
    page.get_by_role("link", name="Erase this meeting").click()
    expect(page.locator(".goes")).to_contain_text("7 utterances")
    page.get_by_role("button", name="Erase it").click()
    page.wait_for_url("**/meetings")
    expect(page.locator(".meeting-row")).to_have_count(0)
    page.goto("/search?words=thousand")
    expect(page.locator(".hit")).to_have_count(0)
    assert page.request.get(address).status == 404
