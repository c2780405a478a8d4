"""Links that go out by mail, from the form to the mail server to the browser; without our own code on the other end."""

import sqlite3
import urllib.error
import urllib.parse
import urllib.request

import pytest
from playwright.sync_api import expect

from post import Mailbox, link_in
from served import CovalenceServer


@pytest.fixture(scope="module")
def mailbox():
    with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture(scope="module")
def mailing_server(mailbox):
    running = CovalenceServer(environment=mailbox.environment)
    try:
        yield running.start()
    finally:
        running.stop()


def choose(page, password: str) -> None:
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_label("The same again").fill(password)


def sign_in(page, server, address: str, password: str) -> None:
    page.goto(server.url + "/sign-in")
    page.get_by_label("Mail address").fill(address)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_an_invitation_and_a_new_password_come_by_mail_and_work_once(mailing_server, mailbox, open_page):
    page = open_page(mailing_server)
    page.goto("/settings/members")
    page.get_by_label("Name", exact=True).fill("Tove Ås")
    page.get_by_label("Mail address").fill("tove@norrvik.example")
    page.get_by_role("button", name="Make the invitation").click()
    recipients, mail = mailbox.next()
    assert recipients == ["RCPT TO:<tove@norrvik.example>"]
    assert mail["Subject"] == "Invitation for Tove Ås"
    invitation = link_in(mail)

    guest = open_page(mailing_server)
    guest.context.clear_cookies()
    guest.goto(invitation)
    choose(guest, "candle orbit meadow nine")
    guest.get_by_role("button", name="Begin").click()
    expect(guest.get_by_role("heading", name="Good to see you, Tove Ås")).to_be_visible()
    other = open_page(mailing_server)
    other.context.clear_cookies()
    assert other.goto(invitation).status >= 400
    expect(other.get_by_text("does not work any more")).to_be_visible()

    other.goto("/forgot")
    other.get_by_label("Mail address").fill("tove@norrvik.example")
    other.get_by_role("button").filter(has_text="link").click()
    expect(other.get_by_text("a link is on its way")).to_be_visible()
    recipients, mail = mailbox.next()
    assert recipients == ["RCPT TO:<tove@norrvik.example>"]
    reset = link_in(mail)
    other.goto(reset)
    choose(other, "pebble violin harbour six")
    other.get_by_role("button", name="Save").click()
    # Everywhere else the member is signed out, and the old password is none any more.
    guest.goto("/waiting")
    assert "/sign-in" in guest.url
    sign_in(other, mailing_server, "tove@norrvik.example", "candle orbit meadow nine")
    expect(other.get_by_role("alert")).to_be_visible()
    sign_in(other, mailing_server, "tove@norrvik.example", "pebble violin harbour six")
    expect(other.get_by_role("heading", name="Good to see you")).to_be_visible()
    assert other.goto(reset).status >= 400


def test_a_link_that_expired_and_an_address_that_nobody_has(mailing_server, mailbox, open_page):
    page = open_page(mailing_server)
    page.context.clear_cookies()
    for address in ["nobody@norrvik.example", "you@norrvik.example"]:
        page.goto("/forgot")
        page.get_by_label("Mail address").fill(address)
        page.get_by_role("button").filter(has_text="link").click()
        # The same words for both: nothing tells who is a member.
        expect(page.get_by_text("If this address belongs to a member, a link is on its way.")).to_be_visible()
    recipients, mail = mailbox.next()
    assert recipients == ["RCPT TO:<you@norrvik.example>"] and mailbox.waiting == 0
    reset = link_in(mail)
    assert page.goto(reset).status == 200
    with sqlite3.connect(mailing_server.data / "covalence.sqlite") as store:
        assert store.execute("UPDATE one_time_token SET expires_at = made_at WHERE purpose = 'reset'").rowcount == 1
    store.close()
    assert page.goto(reset).status >= 400
    expect(page.get_by_text("does not work any more")).to_be_visible()


@pytest.mark.parametrize("name, address", [
    ("Eve\r\nBcc: all@evil.example", "eve1@norrvik.example"),
    ("Eve", "eve2@norrvik.example\r\nBcc: all@evil.example"),
    ("Eve", "eve3@norrvik.example> RCPT TO:<all@evil.example"),
    ("=?utf-8?q?Eve=0d=0aBcc:_all=40evil.example?=", "eve4@norrvik.example"),
])
def test_nothing_gets_into_a_mail_by_name_or_address(mailing_server, mailbox, name, address):
    fields = {"name": name, "address": address, "role": "reader"}
    request = urllib.request.Request(
        mailing_server.url + "/settings/members", urllib.parse.urlencode(fields).encode(), mailing_server.headers)
    try:
        urllib.request.urlopen(request, timeout=20).close()
    except urllib.error.HTTPError as refusal:
        assert refusal.code == 422 and ("> " in address or "\r" in address) and mailbox.waiting == 0
        return
    recipients, mail = mailbox.next()
    assert recipients == [f"RCPT TO:<{address}>"]
    assert mail.get_all("Bcc") is None and mail.get_all("To") == [address]
    assert "\n" not in mail["Subject"] and mail["Subject"].startswith("Invitation for ")
