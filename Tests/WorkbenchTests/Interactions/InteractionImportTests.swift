import Covalence
import Formats
import Foundation
import Store
import Synchronization
import Testing
@testable import Workbench

extension Workbench {
    func take(_ text: String, _ name: String, _ options: InteractionImportOptions = .init(), by visitor: Visitor = .owner) async throws -> InteractionImportReport {
        try await importInteractions(try await waiting(text, name, options, by: visitor), by: visitor)
    }

    func waiting(_ text: String, _ name: String, _ options: InteractionImportOptions = .init(), by visitor: Visitor = .owner) async throws -> IntakeItem {
        let file = try await receiveInteractions(by: visitor)
        try file.append(Data(text.utf8))
        return try await keepInteractions(file, named: name, options: options, by: visitor)
    }

    func lines(_ query: HistoryQuery = HistoryQuery(limit: 500)) async throws -> [HistoryLine] { try await history(query, by: .owner).items }
}

func mail(_ id: String?, from: String = "Paula Keller <paula@brunavik.example>", to: String = "ines@own.example", extra: String = "", body: String = "Let us meet on Tuesday.") -> String {
    """
    From: \(from)
    To: \(to)
    Subject: Second line
    Date: Wed, 4 Mar 2026 09:30:00 +0200
    \(id.map { "Message-ID: <\($0)>\n" } ?? "")\(extra)Content-Type: text/plain; charset=utf-8

    \(body)

    """
}

func calendar(_ events: String, method: String = "") -> String {
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\n\(method)\(events.replacing("\n", with: "\r\n"))\r\nEND:VCALENDAR\r\n"
}

@Suite("Mails and calendars")
struct InteractionImportTests {
    @Test("a mail comes in once, with its account and the person it came from")
    func mails() async throws {
        let world = try await Directory.open()
        let account = try await world.organization("Brunavik", domains: ["brunavik.example"])
        try await world.organization("We", .own, domains: ["own.example"])
        let report = try await world.bench.take(mail("a@x", extra: "Cc: Stranger <s@elsewhere.example>, info@brunavik.example\n"), "a.eml")
        #expect((report.read, report.added, report.peopleAdded) == (1, 1, 2))
        let line = try #require(try await world.bench.lines().first)
        guard case .interaction(let id) = line.subject else { throw Unexpected("A mail is an interaction.") }
        let open = try await world.bench.openInteraction(id, by: .owner)
        #expect(open.accounts.map(\.id) == [account.id])
        #expect(open.record.interaction.text == "Let us meet on Tuesday.")
        #expect(open.record.interaction.startedAt == Timestamp(iso8601: "2026-03-04T07:30:00Z"))
        #expect(open.record.interaction.participants.map { $0.person != nil } == [true, true, false, false])
        let again = try await world.bench.take(mail("a@x", extra: "Cc: Stranger <s@elsewhere.example>, info@brunavik.example\n"), "b.eml")
        #expect((again.added, again.alreadyThere, again.peopleAdded) == (0, 1, 0))
        #expect(world.room.filesHolding("Content-Type: text/plain; charset=utf-8").isEmpty)
    }

    @Test("nobody is added when asked not to be; everybody when asked to")
    func people() async throws {
        let world = try await Directory.open()
        try await world.organization("Brunavik", domains: ["brunavik.example"])
        var options = InteractionImportOptions()
        options.createPeople = false
        #expect(try await world.bench.take(mail("a@x"), "a.eml", options).peopleAdded == 0)
        options.createPeople = true
        #expect(try await world.bench.take(mail("b@x"), "b.eml", options).peopleAdded == 2)
    }

    @Test("what programs sent is left out and counted, unless asked for")
    func automatic() async throws {
        let world = try await Directory.open()
        let news = mail("n@x", extra: "List-Id: <news.example>\n")
        let report = try await world.bench.take(news, "n.eml")
        #expect(report.added == 0)
        #expect(report.leftOut == ["sent by a program or a mailing list": 1])
        var options = InteractionImportOptions()
        options.takesAutomatic = true
        #expect(try await world.bench.take(news, "n.eml", options).added == 1)
    }

    @Test("broken MIME and Outlook's parcels come in with a word on it; a mail without an id comes in once")
    func brokenMails() async throws {
        let world = try await Directory.open()
        let parcel = """
            From: a@x.example
            To: b@y.example
            Subject: =?UTF-8?B?w?=
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="cut"

            --cut
            Content-Type: text/plain

            See the parcel.
            --cut
            Content-Type: application/ms-tnef; name="winmail.dat"
            Content-Transfer-Encoding: base64

            eJ8+Ih
            """
        let report = try await world.bench.take(parcel, "p.eml")
        #expect(report.added == 1)
        #expect(!report.problems.isEmpty)
        #expect(try await world.bench.take(parcel, "p.eml").alreadyThere == 1)
        for wrong in ["", "   \n", "just words", "PK\u{3}\u{4}"] {
            expectSentence(await #expect(throws: (any Error).self) { _ = try await world.bench.take(wrong, "w.eml") })
        }
    }

    @Test("names with line ends and signs make no second line")
    func injection() async throws {
        let world = try await Directory.open()
        _ = try await world.bench.take(mail("i@x", from: "=?utf-8?Q?Paula=0D=0ABcc=3A_all=40x.example?= <p@q.example>"), "i.eml")
        let names = try await world.bench.lines().flatMap(\.names)
        #expect(!names.isEmpty)
        #expect(names.allSatisfy { !$0.contains("\n") && !$0.contains("\r") })
    }

    @Test("a mailbox of 30 MB, broken off in the middle, goes on where it was and adds nothing twice")
    func resumed() async throws {
        let world = try await Directory.open()
        let line = String(repeating: "QUJD", count: 19) + "\n"
        let parcel = String(repeating: line, count: 650)
        var box = ""
        for number in 0..<610 {
            box += "From a@x.example Wed Mar  4 09:30:00 2026\n"
            box += """
                From: Paula <paula@brunavik.example>
                To: ines@own.example
                Subject: Number \(number)
                Date: Wed, 4 Mar 2026 09:30:00 +0000
                Message-ID: <\(number)@x>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="cut"

                --cut
                Content-Type: text/plain

                Words of number \(number).
                --cut
                Content-Type: application/octet-stream
                Content-Disposition: attachment; filename="x.bin"
                Content-Transfer-Encoding: base64

                \(parcel)--cut--


                """
        }
        #expect(box.utf8.count > 30_000_000)
        let item = try await world.bench.waiting(box, "inbox.mbox")
        struct Crash: Error {}
        await #expect(throws: Crash.self) { try await world.bench.importInteractions(item, by: .owner) { _ in throw Crash() } }
        #expect(try await world.bench.lines().count == 200)
        let kept = try #require(InteractionIntake(kept: try await world.bench.store.intake(item.id).details))
        #expect(kept.offset > 9_000_000 && kept.offset < 11_000_000)
        #expect(try await world.bench.waiting(box, "inbox.mbox").id == item.id)
        let places = Mutex<[Int64]>([])
        let report = try await world.room.again().importInteractions(item, by: .owner) { place in places.withLock { $0.append(place) } }
        #expect((report.read, report.added, report.alreadyThere, report.broken) == (610, 610, 0, 0))
        #expect(places.withLock { $0.allSatisfy { $0 > kept.offset } && $0.count == 2 })
        let again = try await world.bench.take(box, "inbox.mbox")
        #expect((again.read, again.added, again.alreadyThere) == (610, 0, 610))
    }

    @Test("a calendar: what lies in the window, newer copies in place of older, called-off ones marked, odd zones read")
    func calendars() async throws {
        let world = try await Directory.open()
        func event(_ sequence: Int, _ title: String, _ more: String = "") -> String {
            "BEGIN:VEVENT\nUID:e1\nSEQUENCE:\(sequence)\nDTSTAMP:20260301T000000Z\nDTSTART:20260304T093000Z\nDTEND:20260304T103000Z\nSUMMARY:\(title)\n\(more)ATTENDEE;CN=Paula:mailto:paula@brunavik.example\nEND:VEVENT"
        }
        let old = "BEGIN:VEVENT\nUID:old\nDTSTAMP:20100301T000000Z\nDTSTART:20100304T093000Z\nSUMMARY:Long ago\nEND:VEVENT"
        let odd = "BEGIN:VEVENT\nUID:odd\nDTSTAMP:20260301T000000Z\nDTSTART;TZID=Customer/Nowhere:20260305T093000\nSUMMARY:Odd\nEND:VEVENT"
        let first = try await world.bench.take(calendar([event(1, "Visit"), old, odd].joined(separator: "\n")), "c.ics")
        #expect((first.read, first.added) == (2, 2))
        #expect(!first.problems.isEmpty)
        #expect(try await world.bench.take(calendar(event(0, "Older")), "c.ics").alreadyThere == 1)
        let newer = try await world.bench.take(calendar(event(2, "Visit moved", "STATUS:CANCELLED\n")), "c.ics")
        #expect((newer.added, newer.replaced) == (0, 1))
        let line = try #require(try await world.bench.lines().first { $0.title == "Visit moved" })
        #expect(line.isCancelled && line.kind == .calendarEvent)
        let reply = try await world.bench.take(calendar(event(3, "Reply"), method: "METHOD:REPLY\n"), "r.ics")
        #expect(reply.leftOut == ["answers of guests": 1])
        #expect(try await !world.bench.lines().contains { $0.title == "Reply" })
    }

    @Test("a series that goes on after what is read is said to be cut, where the report is told and with the file")
    func cut() async throws {
        let world = try await Directory.open()
        func series(_ count: Int) -> String {
            calendar("BEGIN:VEVENT\nUID:daily\nDTSTAMP:20260301T000000Z\nDTSTART:20260304T120000Z\nSUMMARY:Stand-up\nRRULE:FREQ=DAILY;COUNT=\(count)\nEND:VEVENT")
        }
        var options = InteractionImportOptions()
        options.before = Timestamp(iso8601: "2026-03-14T00:00:00Z")
        // From the 4th to the 13th are ten days.
        let whole = try await world.bench.take(series(10), "ten.ics", options)
        #expect(whole.read == 10 && whole.cut == nil)
        let item = try await world.bench.waiting(series(12), "twelve.ics", options)
        let report = try await world.bench.importInteractions(item, by: .owner)
        let sentence = "Of one event or series what comes from 2026-03-14 on was left out: bring the calendar in again when that is nearer."
        #expect(report.read == 10 && report.cut == sentence && report.sentence.hasSuffix("0 broken. \(sentence)"))
        #expect(String(describing: try await world.bench.store.intake(item.id).state).contains(sentence))
        // Reports that were kept before it was told are read.
        let former = InteractionImportReport()
        #expect(try JSONDecoder().decode(InteractionImportReport.self, from: try JSONEncoder().encode(former)) == former)
    }

    @Test("a newer copy of an event out of sight is left out; of one in sight it takes the place, also where a job reads it")
    func hiddenEvents() async throws {
        let world = try await Directory.open()
        let seller = try await world.member("seller")
        try await world.organization("Brunavik", domains: ["brunavik.example"])
        try await world.organization("Visible", domains: ["visible.example"], by: seller)
        func event(_ sequence: Int, _ title: String, at domain: String) -> String {
            calendar("BEGIN:VEVENT\nUID:\(domain)\nSEQUENCE:\(sequence)\nDTSTAMP:20260301T000000Z\nDTSTART:20260304T093000Z\nSUMMARY:\(title)\nATTENDEE:mailto:p@\(domain)\nEND:VEVENT")
        }
        var without = InteractionImportOptions()
        without.createPeople = false
        for domain in ["brunavik.example", "visible.example"] { #expect(try await world.bench.take(event(1, "Visit", at: domain), "c.ics", without).added == 1) }
        let hidden = try await world.bench.take(event(2, "Taken", at: "brunavik.example"), "c.ics", without, by: seller)
        #expect((hidden.replaced, hidden.leftOut) == (0, ["not yours to change": 1]))
        let seen = try await world.bench.take(event(2, "Moved", at: "visible.example"), "c.ics", without, by: seller)
        #expect((seen.replaced, seen.leftOut) == (1, [:]))
        // Broken off, it goes on in the name of whoever brought it in.
        let item = try await world.bench.waiting(event(3, "Taken later", at: "brunavik.example"), "c.ics", without, by: seller)
        try await world.room.again().workOff()
        #expect(try await world.bench.store.intake(item.id).state == .refused(reason: "Read 1: 0 added, 0 replaced, 0 there already, 1 left out, 0 broken. The file itself is not kept."))
        #expect(Set(try await world.bench.lines().map(\.title)) == ["Visit", "Moved"])
    }

    @Test("what a file is, its content says")
    func kinds() {
        #expect(InteractionFileKind(firstBytes: Data(mail("a@x").utf8)) == .mail)
        #expect(InteractionFileKind(firstBytes: Data(("From a@x.example Wed Mar  4 09:30:00 2026\n" + mail("a@x")).utf8)) == .mailbox)
        #expect(InteractionFileKind(firstBytes: Data(calendar("").utf8)) == .calendar)
        #expect(InteractionFileKind(firstBytes: vtt()) == nil)
        #expect(InteractionFileKind(firstBytes: Data()) == nil)
    }

    @Test("a file waiting to be read is taken up by a runner, and given up after too many")
    func takenUp() async throws {
        let world = try await Directory.open()
        _ = try await world.bench.waiting(mail("a@x"), "a.eml")
        #expect(try await world.bench.waiting(by: .owner).files.isEmpty)
        try await world.room.again().workOff()
        #expect(try await world.bench.lines().count == 1)
        let stuck = try await world.bench.waiting(mail("b@x"), "b.eml")
        let job = try #require(try await world.bench.store.jobs(JobQuery(subject: stuck.id.uuid)).items.first)
        for _ in 1...3 {
            let time = world.bench.now()
            _ = try await world.bench.store.begin(job.id, node: "dead", until: time, at: time)
        }
        try await world.bench.workOff()
        #expect(try await world.bench.store.intake(stuck.id).state.name == .refused)
        #expect(try await world.bench.lines().count == 1)
    }
}
