import Covalence
import Foundation
import MeetingInteraction
import Store
import Testing
import Webhooks
@testable import Workbench

/// A workspace in which Benqz Holtqx is known in every place there is: each has words of its own that must go with him.
struct KnownEverywhere {
    /// His names and addresses, and what only he said or was written of him. None occurs anywhere else.
    static let traces = [
        "Benqz", "benqz", "BENQZ", "Holtqx", "holtqx", "HOLTQX", "7654321", "wqzbuyer", "xqznote", "xwqbakery", "xwqshift", "xwqcorrected",
        "qxmailwords", "qxclaimword", "qxbrowser",
    ]
    static let name = "Benqz Holtqx", address = "benqz.holtqx@halden.example", otherAddress = "b.h@halden.example"

    let room: Room
    let bench: Workbench
    let log: SQLAuditLog
    let receiver: Answering
    var person = Identifier<Person>.make(at: Timestamp(milliseconds: 1))
    var own: MeetingSummary, silent: MeetingSummary, other: MeetingSummary
    var others: Identifier<IntakeItem>

    static func make() async throws -> KnownEverywhere {
        let room = try await Room.open()
        let log = try await SQLAuditLog.open(folder: room.folder)
        let receiver = try await Answering.start([200])
        let outward = WebhookDesk(
            keeper: SecretKeeper(key: Data(repeating: 7, count: 32)), calls: WebhookCalls(guarding: try AddressGuard(allowing: "127.0.0.1")),
            schedule: RetrySchedule(), random: { 0.5 }
        )
        let clock = room.bench.now
        let bench = try await Workbench.opening(
            room.bench.records, analyzer: .forTests(), traces: AuditTraces(log), outward: outward, now: clock
        )
        _ = try await bench.addWebhook("http://127.0.0.1:\(receiver.port)/hook", by: .owner)
        let person = try await people(bench)
        let own = try await ownMeeting(room, bench, person)
        let silent = try await silentMeeting(bench, person)
        let other = try await othersMeetings(bench)
        try await interactions(bench, person)
        try await statements(bench, person, own)
        let others = try await uploads(bench)
        try await work(bench)
        _ = try await WebhookRounds.goRound(bench)
        return KnownEverywhere(
            room: room, bench: bench, log: log, receiver: receiver, person: person, own: own, silent: silent, other: other, others: others
        )
    }

    /// The person, of two who were merged; an account whose note names him; he signs in, too.
    private static func people(_ bench: Workbench) async throws -> Identifier<Person> {
        let account = Organization(id: .make(at: bench.now()), name: "Halden", kind: .customer, domains: ["halden.example"], note: "Ask Benqz Holtqx first.")
        try await bench.addOrganization(account, by: .owner)
        let person = Person(
            id: .make(at: bench.now()), name: name, organization: account.id, function: "wqzbuyer",
            reach: [.init(.mail, address), .init(.phone, "+358 40 7654321"), .init(.web, "https://halden.example/benqz")], note: "xqznote"
        )
        try await bench.addPerson(person, by: .owner)
        let same = Person(id: .make(at: bench.now()), name: "B. Holtqx", reach: [.init(.mail, otherAddress)])
        try await bench.addPerson(same, by: .owner)
        try await bench.mergePerson(same.id, into: person.id, by: .owner)
        try await bench.addPerson(Person(id: .make(at: bench.now()), name: "Cleo Day", note: "Works with Benqz Holtqx."), by: .owner)
        for (number, linked) in [(1, nil), (2, person.id)] as [(UInt8, Identifier<Person>?)] {
            let member = Member(
                id: .make(at: bench.now()), name: linked == nil ? "Petra Lang" : name, address: linked == nil ? "petra@n.example" : address, role: .administrator,
                person: linked, state: .active, createdAt: bench.now()
            )
            try await bench.store.add(member, token: nil)
            try await bench.store.add(Session(
                id: .make(at: bench.now()), hash: Data(repeating: number, count: 32), member: member.id, madeAt: bench.now(), lastUsedAt: bench.now(),
                expiresAt: bench.now().advanced(by: 3_600_000_000), origin: "192.0.2.1", browser: linked == nil ? "Firefox" : "qxbrowser"
            ))
        }
        return person.id
    }

    /// His own meeting: words in two versions, a recording, findings that were decided on with reasons that name him.
    private static func ownMeeting(_ room: Room, _ bench: Workbench, _ person: Identifier<Person>) async throws -> MeetingSummary {
        var details = ImportDetails(sellers: ["Anna Berg"], customers: [name])
        details.title = "With Benqz Holtqx"
        details.note = "Benqz was late"
        let meeting = try await meeting(bench, vtt([
            ("Anna Berg", "Welcome Benqz, and thank you for your time today."),
            (name, "I think that saves us two xwqshift every week in the xwqbakery."),
            ("Anna Berg", "The price is nine hundred euros, as I told Holtqx's boss."),
            (name, "That is too expensive for us at the moment, to be honest."),
        ]), "benqz_holtqx.vtt", details)
        let open = try await bench.openMeeting(meeting.id, by: .owner)
        var him = try open.participant(name)
        him.person = person
        var change = MeetingChange()
        change.cast = CastChange(try open.cast.cast.replacing(him), expecting: open.cast.version, author: .person("P"), at: bench.now())
        try await bench.store.apply(change, to: meeting.id)
        let file = try await bench.receiveRecording(by: .owner)
        try file.append(wave(seconds: 16))
        try await bench.attachRecording(file, named: "Benqz.wav", to: meeting.id, by: .owner)
        let objection = try await bench.openMeeting(meeting.id, by: .owner).claim(.objection)
        try await bench.decide(objection.id, .reject(reason: "Benqz did not mean it."), expecting: .suggested, by: .owner)
        try await bench.addFinding(
            .benefit, in: meeting.id, words: 0..<7, transcriptVersion: 1, side: .seller, note: "Holtqx said it himself", by: .owner
        )
        try await bench.correctWords(of: meeting.id, [1: "I think that saves us two xwqcorrected every week."], expecting: 1, by: .owner)
        return try await bench.openMeeting(meeting.id, by: .owner).summary
    }

    /// A meeting in which he took part and said nothing: he stands in its file.
    private static func silentMeeting(_ bench: Workbench, _ person: Identifier<Person>) async throws -> MeetingSummary {
        let header = #"{"covalence":"transcript/1","title":"Round","speakers":[{"label":"Anna","name":"Anna Berg"},{"label":"B","name":"Benqz Holtqx","email":"\#(address)"}]}"#
        let content = header + "\n" + #"{"speaker":"Anna","start":0,"end":2,"text":"Good morning to you all."}"# + "\n"
        let meeting = try await meeting(bench, Data(content.utf8), "round.jsonl", ImportDetails(sellers: ["Anna Berg"]))
        var cast = try await bench.openMeeting(meeting.id, by: .owner).cast
        if !cast.cast.participants.contains(where: { $0.person == person }) {
            cast.cast.participants.append(Participant(id: .make(at: bench.now()), name: name, side: .customer, person: person))
            var change = MeetingChange()
            change.cast = CastChange(cast.cast, expecting: cast.version, author: .person("P"), at: bench.now())
            try await bench.store.apply(change, to: meeting.id)
        }
        return meeting
    }

    /// Meetings of others: one whose words name him, one whose title does, one whose note does.
    private static func othersMeetings(_ bench: Workbench) async throws -> MeetingSummary {
        let anna = ImportDetails(sellers: ["Anna Berg"], customers: ["Cleo Day"])
        let named = try await meeting(bench, vtt([
            ("Anna Berg", "I met BENQZ HOLTQX in town, write to benqz.holtqx@halden.example."), ("Cleo Day", "Fine, thank you for telling us."),
        ]), "other.vtt", anna)
        var titled = anna, noted = anna
        titled.title = "About Benqz Holtqx"
        noted.note = "Benqz Holtqx had asked for it"
        for (details, words) in [(titled, "Nothing of anybody."), (noted, "Nothing at all of anybody.")] {
            _ = try await meeting(bench, vtt([("Anna Berg", words), ("Cleo Day", "Good.")]), "x.vtt", details)
        }
        return named
    }

    private static func interactions(_ bench: Workbench, _ person: Identifier<Person>) async throws {
        let him = "Benqz Holtqx <\(address)>"
        func attached(_ name: String) -> String {
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=cut\n\n--cut\nContent-Type: application/pdf; name=\"\(name)\"\n\nx\n--cut--\n"
        }
        let mails = [
            mail("1.\(address)", from: him, body: "qxmailwords about the price"),
            mail("2@x", from: "Ines <ines@own.example>", to: him, extra: "In-Reply-To: <1.\(address)>\n", body: "Dear Benqz,\nthank you. Holtqx & Sons is fine.\n"),
            mail("3@x", from: "Ines <ines@own.example>", to: "Cleo <cleo@else.example>", body: "Ask BENQZ HOLTQX, he is at \(address) or Benqz.Holtqx@Halden.example."),
            mail("4@x", from: "Ines <ines@own.example>", to: "Cleo <cleo@else.example>", extra: attached("Offer Benqz Holtqx.pdf")),
        ]
        for (number, text) in mails.enumerated() { _ = try await bench.take(text, "m\(number).eml") }
        _ = try await bench.take(calendar("""
            BEGIN:VEVENT
            UID:e1
            DTSTAMP:20260301T000000Z
            DTSTART:20260304T093000Z
            SUMMARY:Visit
            LOCATION:Office of Benqz Holtqx
            ATTENDEE;CN=Benqz Holtqx:mailto:\(otherAddress)
            ATTENDEE;CN=Benqz Holtqx:mailto:bh@private.example
            END:VEVENT
            """), "c.ics")
        try await bench.addInteraction(InteractionDraft(.note, text: "He wants more of it, says Benqz.", people: [person]), by: .owner)
        try await bench.addInteraction(
            InteractionDraft(
                .note, title: "Benqz Holtqx's plans", text: "The porter says that Benqz\nHoltqx leaves.", heardFrom: "a friend of Benqz Holtqx", place: "at Benqz Holtqx",
                components: [.init(.artefact, "Benqz Holtqx's machine")]
            ), by: .owner
        )
    }

    private static func statements(_ bench: Workbench, _ person: Identifier<Person>, _ meeting: MeetingSummary) async throws {
        let transcript = try await bench.store.transcript(of: meeting.id).transcript
        let evidence = Evidence(.words(Evidence.Words(transcript: transcript.id, range: 0..<12)))
        try await bench.stateClaim(about: person, StatementDraft("Likes qxclaimword", evidence: [evidence]), by: .owner)
        let account = try #require(try await bench.organizations(OrganizationQuery(text: "Halden"), by: .owner).items.first)
        try await bench.stateClaim(about: account.id, StatementDraft("Benqz Holtqx decides there."), by: .owner)
        let cleo = try #require(try await bench.people(PersonQuery(text: "Cleo Day"), by: .owner).items.first)
        try await bench.reportsTo(cleo.id, above: person, by: .owner)
        try await bench.reportsTo(person, above: cleo.id == person ? nil : try await boss(bench), by: .owner)
    }

    private static func boss(_ bench: Workbench) async throws -> Identifier<Person> {
        try await bench.addPerson(Person(id: .make(at: bench.now()), name: "Dora Boss"), by: .owner).id
    }

    /// Files that wait: his name in their bytes in several ways, in what was given with them, in why one was refused; and one without him.
    private static func uploads(_ bench: Workbench) async throws -> Identifier<IntakeItem> {
        let lines = [("Anna Berg", "Good day."), (name, "Good day xwqbakery.")]
        _ = try await bench.keepTranscript(vtt(lines + [("Anna Berg", "One.")]), named: "one.vtt", details: .bothSides, by: .owner)
        let wide = try #require(String(decoding: vtt(lines + [("Anna Berg", "Two.")]), as: UTF8.self).data(using: .utf16LittleEndian))
        _ = try await bench.keepTranscript(wide, named: "two.vtt", details: .bothSides, by: .owner)
        _ = try await bench.keepTranscript(
            vtt([("Anna Berg", "Three."), ("Guest", "Yes.")]), named: "three.vtt", details: ImportDetails(sellers: ["Anna Berg"], customers: [name]), by: .owner
        )
        let refused = try await bench.keepTranscript(
            vtt([("Anna Berg", "Four."), ("Guest", "Yes.")]), named: "four.vtt", details: ImportDetails(customers: ["Benqz Holtqx"]), by: .owner
        )
        await #expect(throws: (any Error).self) { try await bench.importTranscript(refused, by: .owner) }
        // “Written by Benqz Holtqx.” in base64 (coreutils).
        let hidden = "MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n"
        let box = "From a@x.example Wed Mar  4 09:30:00 2026\n"
            + mail("9@x", from: "Ines <ines@own.example>", extra: hidden, body: "V3JpdHRlbiBieSBCZW5xeiBIb2x0cXgu") + "\n"
        _ = try await bench.waiting(box, "box.mbox")
        return try await bench.keepTranscript(vtt([("Anna Berg", "Five."), ("Cleo Day", "Yes.")]), named: "five.vtt", details: ImportDetails(sellers: ["Anna Berg"], customers: ["Cleo Day"]), by: .owner).id
    }

    /// A job that failed for a reason that names him.
    private static func work(_ bench: Workbench) async throws {
        let now = bench.now()
        let job = try #require(try await bench.store.enqueue([NewJob(.tidy, at: now)]).first)
        let begun = try #require(try await bench.store.begin(job.id, node: "here", until: now.advanced(by: 60_000), at: now))
        try await bench.store.fail(begun.held, "The file of Benqz Holtqx is broken.", retry: nil, at: bench.now())
    }

    private static func meeting(_ bench: Workbench, _ content: Data, _ name: String, _ details: ImportDetails) async throws -> MeetingSummary {
        let item = try await bench.keepTranscript(content, named: name, details: details, by: .owner)
        guard case .imported(let summary, _, _) = try await bench.importTranscript(item, missingConsent: .goOn, by: .owner) else {
            throw Unexpected("\(name) was not imported.")
        }
        return summary
    }
}
