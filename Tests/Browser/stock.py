"""A workspace with something of each sort, made through the API, and for each operation a request that is carried out."""

import json
import re
import subprocess

import transcripts
from load import Client, wait
from served import CovalenceServer

ACCOUNTS = "Account ID,Account Name\n{0},{0}\n"
MAIL = ("From: Eeva Rinne <eeva@halden.example>\nTo: anna@norrvik.example\nMessage-ID: <{0}@halden.example>\nDate: Wed, 04 Mar 2026 09:30:00 +0000\nSubject: Offer\n\n"
        "Thank you for the offer.\n")
CALENDAR = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tests//EN\r\nBEGIN:VEVENT\r\nUID:1@halden.example\r\nDTSTAMP:20260304T093000Z\r\nDTSTART:20260305T093000Z\r\n"
            "DTEND:20260305T103000Z\r\nSUMMARY:Second meeting\r\nORGANIZER:mailto:anna@norrvik.example\r\nATTENDEE:mailto:eeva@halden.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
LINE = json.dumps({"source": "crm", "id": "7", "kind": "call", "title": "Call", "text": "They asked for the price.", "started": "2026-03-04T09:30:00Z"}) + "\n"
BOOK = """name: {0}
version: 1
language: en
title: Talk about service
source: Our service team
codes:
  - code: late-answer
    title: Late answer
    definition: The customer says that an answer came too late.
    examples:
      - "We waited four days for a call back."
      - "Nobody answered us for a week."
  - code: early-answer
    title: Early answer
    definition: The customer says that an answer came at once.
    examples:
      - "You called back within the hour."
      - "The answer came the same day."
no-code:
  - "Shall we start?"
"""
# What stands for bytes that are no text, in a document that is JSON; `sent` gives the bytes.
SOUND = "@sound"


def sent(body) -> bytes:
    """The bytes of a body of `Stock.body`."""
    return transcripts.tone(1) if body == SOUND else body.encode() if isinstance(body, str) else json.dumps(body).encode()


# Changes that hand back the tag of something that does not stand at their address or above it.
ELSEWHERE = {"setReportsTo": "/relations", "attachRecording": "", "sayConsent": "/cast"}


def is_versioned(operation: dict) -> bool:
    """Whether a change says which version was seen."""
    return any(parameter["name"] == "If-Match" for parameter in operation.get("parameters", []))


class Stock:
    """`things` are there to be looked at and changed; what an operation ends or uses up is another thing, of its own."""

    def __init__(self, server: CovalenceServer, client: Client):
        self.server = server
        self.client = client
        self.document = client.ask("GET", "/api/v1/openapi.json").json
        self.operations = {operation["operationId"]: (method.upper(), path, operation) for path, here in self.document["paths"].items() for method, operation in here.items()}
        self.things: dict[str, str] = {}
        self.own: dict[str, dict[str, str]] = {}
        self.body: dict[str, object] = {}
        self.query: dict[str, dict[str, object]] = {}
        self._directory()
        self._meetings()
        self._selling()
        self._members()
        self._files()
        self._codebooks()
        self._rest()

    # MARK: What can be asked

    def path(self, operation: str) -> dict[str, str]:
        """What stands for the braces of an address."""
        _, path, _ = self.operations[operation]
        names = re.findall(r"\{(\w+)\}", path)
        return {name: self.own.get(operation, {}).get(name) or self._thing(name, path.split("/")[1]) for name in names}

    def address(self, operation: str) -> str:
        """The address of an operation, filled in, without its query."""
        return self.operations[operation][1].format(**self.path(operation))

    def tag_address(self, operation: str) -> str:
        """Where the `ETag` comes from that a change hands back."""
        return self._tag_address(operation, self.address(operation))

    def _tag_address(self, operation: str, address: str) -> str:
        """What is looked at at the address or above it, unless the operation says otherwise."""
        if operation in ELSEWHERE:
            return re.match(r"(/\w+/[^/]+)", address)[1] + ELSEWHERE[operation]
        parts = address.split("/")
        while len(parts) > 1:
            address = "/".join(parts)
            # What was decided on a claim is a list, whose tag is no version.
            if not address.endswith("/decisions") and any(method == "GET" and self._fits(path, address) for method, path, _ in self.operations.values()):
                return address
            parts.pop()
        raise LookupError(operation)

    @staticmethod
    def _fits(path: str, address: str) -> bool:
        return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), address) is not None

    def _thing(self, name: str, sort: str) -> str:
        return {"claim": self.things.get("statement"), "seller": self.things.get("seller"), "viewer": self.things.get("me"), "participant": self.things.get("participant"),
                "purpose": "analysis", "table": "findings", "name": "value-creation", "delivery": self.things.get("delivery")}.get(name) or self.things[sort]

    # MARK: What is there

    def ask(self, method: str, path: str, body=None, **fields: str):
        address = path.split("?")[0]
        for name, (known, pattern, operation) in self.operations.items():
            if known == method and is_versioned(operation) and self._fits(pattern, address):
                fields["If_Match"] = self.client.ask("GET", f"/api/v1{self._tag_address(name, address)}").headers["etag"]
        answer = self.client.ask(method, f"/api/v1{path}", body, **fields)
        assert answer.status < 300, (method, path, answer.status, answer.body[:600])
        return json.loads(answer.body or b"null")

    def _make(self, path: str, **body) -> str:
        return self.ask("POST", path, body)["id"]

    def _directory(self) -> None:
        organization = self.things["organizations"] = self._make("/organizations", name="Halden Paper", kind="customer", domains=["halden.example"])
        other = self._make("/organizations", name="Halden Paper Oy", kind="customer")
        absorbed = self._make("/organizations", name="Halden", kind="customer")
        undone = self.ask("POST", f"/organizations/{other}/merges", {"absorbed": self._make("/organizations", name="Halden Works", kind="customer")})["merge"]
        person = self.things["people"] = self._make("/people", name="Mikko Salo", organization=organization, reach=[{"means": "mail", "value": "mikko@halden.example"}])
        boss = self._make("/people", name="Eeva Rinne", organization=organization)
        self.things["interactions"] = self._make("/interactions", kind="note", title="Called", text="They asked for the price.", accounts=[organization], people=[person])
        self.own |= {"undoMerge": {"id": undone}, "eraseInteraction": {"id": self._make("/interactions", kind="note", title="To be erased", text="It goes.")},
                     "erasePerson": {"id": self._make("/people", name="Gone Tomorrow")}}
        self.body |= {
            "addOrganization": {"name": "Brunavik", "kind": "prospect", "note": "Met at the fair."}, "editOrganization": {"industry": "Paper"},
            "mergeOrganizations": {"absorbed": absorbed}, "keepOrganizationsApart": {"first": organization, "second": other}, "setHolders": {"teams": []},
            "stateOfOrganization": {"text": "They want to grow."}, "stateOfAccountInSales": {"kind": "profile.best", "value": "yes"},
            "addPerson": {"name": "Aino Berg", "organization": organization}, "editPerson": {"function": "Head of maintenance"},
            "mergePeople": {"absorbed": self._make("/people", name="Mikko S.")}, "keepPeopleApart": {"first": person, "second": boss}, "setReportsTo": {"person": boss},
            "stateOfPerson": {"text": "He counts every stop."}, "stateOfPersonInSales": {"kind": "person.job-change", "value": "Leads two plants now", "fields": {"change": "new-role"}},
            "addInteraction": {"kind": "note", "text": "They called back."}, "editInteraction": {"title": "They called"},
        }

    def _meetings(self) -> None:
        def meeting(words: bytes, name: str) -> str:
            return self.ask("POST", f"/meetings?name={name}&seller=Anna%20Lind&customer=Mikko%20Salo", words, Content_Type="text/vtt")["meeting"]

        id = self.things["meetings"] = meeting(transcripts.webvtt(transcripts.KICKOFF), "kickoff.vtt")
        self.ask("PUT", f"/meetings/{id}/accounts", {"accounts": [self.things["organizations"]]})
        self.things["participant"] = self.ask("GET", f"/meetings/{id}/cast")["participants"][0]["id"]
        self.things["claims"] = next(one["claim"] for one in self.ask("GET", f"/meetings/{id}/findings")["items"] if "claim" in one)
        self.ask("PUT", f"/meetings/{id}/recording?name=talk.wav", sent(SOUND), Content_Type="audio/wav")
        self.own["eraseMeeting"] = {"id": meeting(transcripts.webvtt([("Anna Lind", "This one is to be erased."), ("Mikko Salo", "Is it? It would save us money.")]), "gone.vtt")}
        self.query["findAlike"] = {"meeting": id, "utterance": 1}
        other = meeting(transcripts.webvtt([("Anna Lind", "Shall we go on where we stopped?"), ("Mikko Salo", "Yes. The board likes the numbers.")]), "second.vtt")
        self.query["compareMeetings"] = {"first": id, "second": other}
        self.query["importMeeting"] = {"name": "more.vtt"}
        self.body |= {
            "importMeeting": transcripts.webvtt([("Anna Lind", "How do you count the pallets?"), ("Mikko Salo", "By hand, and it costs us a shift.")]).decode(),
            "editMeeting": {"title": "First meeting"}, "setOutcome": {"advanced": True, "to": "A trial"}, "setMeetingAccounts": {"accounts": [self.things["organizations"]]},
            "changeCast": {"change": "add", "name": "Aino Berg"}, "sayConsent": {"state": "given"}, "attachRecording": SOUND,
            "correctWords": {"corrections": [{"utterance": 0, "text": "Thanks for making the time today."}]},
            "addFinding": {"kind": "benefit", "from": 10, "before": 30, "transcriptVersion": 1}, "decideClaim": {"verdict": "confirm"}, "makeConfidential": {"members": None},
        }

    def _selling(self) -> None:
        organization, person = self.things["organizations"], self.things["people"]
        offering = self.things["offerings"] = self._make("/offerings", name="Monitoring", note="Sensors for every line")
        objective = self.things["objectives"] = self._make("/objectives", account=organization, what="Monitoring of line 2", offering=offering, stage="Demo", closeDate="2027-06-30",
                                                           amount={"minorUnits": 4_000_000, "currency": "EUR"})
        said = {"kind": "influence.role", "object": person, "value": "economic"}
        self.things["statement"] = self.ask("POST", f"/objectives/{objective}/claims", said)["id"]
        for sort in ("meetings", "interactions"):
            self.ask("PUT", f"/{sort}/{self.things[sort]}/objectives", {"objectives": [objective]})
        self.own["decideStatement"] = {"id": self.ask("POST", f"/objectives/{objective}/claims", {**said, "value": "user"})["id"]}
        linked = {"objectives": [objective]}
        self.body |= {
            "addObjective": {"account": organization, "what": "Monitoring of line 3", "stage": "Demo"}, "editObjective": {"account": organization}, "stateOfObjective": said,
            "decideStatement": {"verdict": "withdraw", "reason": "They said so."}, "setObjectivesOfMeeting": linked, "setObjectivesOfInteraction": linked,
            "addOffering": {"name": "Training"}, "changeOffering": {"note": "Two days"}, "makeForecast": {"backTest": True},
            "setExchangeRates": {"target": "EUR", "rates": [{"currency": "USD", "day": "2026-03-04", "rate": 0.9}]},
            "setIdealCustomerProfile": {"criteria": [{"id": "paper", "label": "Makes paper", "sort": "yes-no", "wanted": True}]},
        }

    def _members(self) -> None:
        me = self.things["me"] = self.ask("GET", "/me")["id"]
        self.ask("PATCH", f"/members/{me}", {"person": self._make("/people", name="Anna Lind")})

        def member(name: str, role: str) -> str:
            return self._make("/members", name=name, address=f"{name.lower()}@norrvik.example", role=role)

        self.things["members"] = self.things["seller"] = member("Seller", "salesperson")
        seen = member("Seen", "salesperson")
        unseen = member("Unseen", "salesperson")
        self.ask("PATCH", f"/members/{seen}", {"person": self._make("/people", name="Seen")})
        for seller in (seen, unseen):
            self.ask("PUT", f"/measure-grants/{seller}/{me}")
        self.things["teams"] = self._make("/teams", name="North", members=[{"member": me, "manages": True}])
        session = self.ask("GET", "/me")["sessions"][0]["id"]
        self.own |= {"changeMember": {"id": member("Changed", "reader")}, "sellerMeasures": {"id": seen}, "revokeMeasures": {"seller": unseen, "viewer": me},
                     "removeTeam": {"id": self._make("/teams", name="South", members=[])}, "endOwnSession": {"id": session}}
        for operation in ("revokeToken", "revokeOwnToken"):
            self._token(operation)
            self.own[operation] = {"id": next(one["id"] for one in self.ask("GET", "/tokens")["items"] if one["name"] == operation)}
        self.body |= {
            "inviteMember": {"name": "Ben", "address": "ben@norrvik.example", "role": "reader"}, "changeMember": {"role": "salesperson"}, "setMemberTeams": {"teams": [self.things["teams"]]},
            "addTeam": {"name": "East", "members": []}, "saveTeam": {"name": "North", "members": [{"member": me, "manages": True}]}, "changeOwnName": {"name": "You"},
        }

    def _token(self, name: str) -> None:
        subprocess.run([str(self.server.binary), "token", "make", name, "--member", "you@norrvik.example", "--scope", "read", "--json", "--data", str(self.server.data)],
                       capture_output=True, timeout=120, check=True)

    def _files(self) -> None:
        def broken(words: bytes) -> str:
            return self.ask("POST", "/meetings?name=broken.vtt", transcripts.BROKEN.replace(b"Hello there", words), Content_Type="text/vtt")["file"]

        def table(name: str) -> str:
            return self.ask("POST", f"/imports?name={name}.csv", ACCOUNTS.format(name).encode(), Content_Type="text/csv")["id"]

        self.things["files"], self.things["imports"] = broken(b"Good morning"), table("Askel")
        undone = table("Corda")
        self.ask("POST", f"/imports/{undone}/start")
        wait(lambda: self.ask("GET", f"/imports/{undone}")["state"] == "done", "an import to end")
        self.own |= {"decideOnFile": {"id": broken(b"Good evening")}, "discardFile": {"id": broken(b"Good night")}, "discardImport": {"id": table("Delta")},
                     "startImport": {"id": table("Elverum")}, "undoImport": {"id": undone}}
        self.query["sendImport"] = {"name": "accounts.csv"}
        self.body |= {
            "decideOnFile": {"brokenParts": "import-rest"}, "sendImport": ACCOUNTS.format("Fjord"), "changeImport": {"kind": "account"}, "importMail": MAIL.format("a"),
            "importCalendar": CALENDAR, "addInteractionsInBulk": LINE,
        }
        self.ask("POST", "/mail-imports?createPeople=false", MAIL.format("b").replace("eeva@", "open@").encode(), Content_Type="message/rfc822")
        self.body["identify"] = {"address": "open@halden.example", "newPerson": {"name": "Oona Penn"}}

    def _codebooks(self) -> None:
        book = self.ask("GET", "/codebooks/value-creation")
        place = {"code": next(code["code"] for code in book["codes"] if not code["isGroup"]), "meeting": self.things["meetings"], "version": 1, "first": 1, "count": 1}
        self.ask("POST", "/codebooks?madeFrom=0&note=New", BOOK.format("service-talk").encode(), Content_Type="application/yaml")
        self.query["saveCodebook"] = {"madeFrom": 0}
        self.body |= {"saveCodebook": BOOK.format("more-talk"), "previewCodebook": BOOK.format("service-talk"), "decideCode": {**place, "verdict": "carries"}, "passOverCode": place,
                      "suggestCodes": {"texts": [{"text": "It would save us forty thousand euros a year.", "side": "customer"}]}}

    def _rest(self) -> None:
        webhook = self.things["webhooks"] = self._make("/webhooks", address="http://127.0.0.1:9/hook")
        self.things["delivery"] = self.ask("POST", f"/webhooks/{webhook}/test")["id"]
        self.things["jobs"] = self.ask("GET", "/jobs?limit=1")["items"][0]["id"]
        # None yet: they are found where many conversations were read by meaning.
        self.things["topics"] = "00000000-0000-7000-8000-000000000000"
        self.own["removeWebhook"] = {"id": self._make("/webhooks", address="http://127.0.0.1:9/gone")}
        self.query |= {name: {"text": "maintenance"} for name in ("searchEverything", "searchNames", "findPlaces")}
        self.query["searchWords"] = {"words": "maintenance"}
        self.query["previewAuditDrop"] = {"before": "2020-01-01T00:00:00Z"}
        self.query["previewPolicy"] = {"withoutEverybodysConsent": "analyse"}
        self.body |= {"addWebhook": {"address": "http://127.0.0.1:9/more"}, "changeWebhook": {"kinds": []}, "pauseWebhook": {"paused": False}, "replayDeliveries": {"state": "failed"},
                      "changeSettings": {"settings": {"jobDays": 7}}, "dropAudit": {"before": "2020-01-01T00:00:00Z"}, "setRetention": {"notes": 3_650}}
