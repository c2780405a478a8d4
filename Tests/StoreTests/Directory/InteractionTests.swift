import Covalence
import Foundation
import Store
import Testing

@Suite("Interactions")
struct InteractionTests {
    func outcome(_ workspace: any WorkspaceStore, _ interaction: Interaction, revision: Int64 = 0) async throws -> InteractionOutcome {
        try #require(try await workspace.add([NewInteraction(interaction, revision: revision)], at: .base).first)
    }

    @Test("what is added comes back with all that was given")
    func comesBack() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let account = try await workspace.add(newOrganization("Plant"), holders: AccountHolders(), at: .base).id
        let ann = try await workspace.add(newPerson("Ann", mail: "ann@plant.example"), by: nil, at: .base).id
        let member = Identifier<Member>.make(at: .base)
        let interaction = Interaction(
            id: .make(at: .base), kind: .mail, title: "Offer", startedAt: .minutes(1), endedAt: .minutes(2), recordedAt: .minutes(3),
            text: "Dear Ann", heardFrom: "the receptionist", place: "Oulu", sourceID: "<1@x>", answers: ["<0@x>", "<a@x>"],
            participants: [.init(.from, name: "Petra", address: "petra@nordwind.example"), .init(.to, address: "ann@plant.example", person: ann)],
            components: [.init(.artefact, "Offer 7"), .init(.interface, "Mail")], isCancelled: true, isFiction: true
        )
        let before = try await workspace.version()
        #expect(try await workspace.add([NewInteraction(interaction, accounts: [account], broughtInBy: member)], at: .base) == [.added(interaction.id)])
        #expect(try await workspace.version() > before)
        let record = try await workspace.interaction(interaction.id, in: .everything)
        #expect(record.interaction == interaction)
        #expect(record.accounts == [account] && record.broughtInBy == member && record.version == 1 && record.original == nil)
        let missing = Identifier<Interaction>.make(at: .base)
        await #expect(throws: StoreError.notFound("The interaction \(missing)")) { _ = try await workspace.interaction(missing, in: .everything) }
    }

    @Test("all or none come in")
    func allOrNone() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let account = Identifier<Organization>.make(at: .base)
        let good = newInteraction("Good")
        await #expect(throws: StoreError.notFound("The account \(account)")) {
            _ = try await workspace.add([NewInteraction(good), NewInteraction(newInteraction("Bad"), accounts: [account])], at: .base)
        }
        #expect(try await workspace.history(HistoryQuery(), in: .everything).items.isEmpty)
        #expect(try await workspace.writtenMoments(WrittenQuery(words: "good"), in: .everything).items.isEmpty)
        #expect(try await workspace.add([], at: .base) == [])
    }

    @Test("a newer copy of what is out of sight changes nothing; an older one is there already")
    func outOfSight() async throws {
        let world = try await DirectoryWorld()
        let scope = Scope.accounts(of: try world.member("Ben"), managing: false), a3 = try world.organization("A3")
        let hidden = newInteraction("Hidden", .calendarEvent, source: "uid"), copy = newInteraction("Copy", .calendarEvent, source: "uid")
        _ = try await world.workspace.add([NewInteraction(hidden, accounts: [a3], revision: 1)], at: .base)
        #expect(try await world.workspace.add([NewInteraction(copy, revision: 2)], in: scope, at: .base) == [.outOfSight])
        #expect(try await world.workspace.add([NewInteraction(copy, revision: 1)], in: scope, at: .base) == [.alreadyThere(hidden.id)])
        let record = try await world.workspace.interaction(hidden.id, in: .everything)
        #expect(record.interaction.title == "Hidden" && record.version == 1)
        #expect(try await world.workspace.add([NewInteraction(copy, revision: 2)], in: .everything, at: .base) == [.replaced(hidden.id)])
    }

    /// The index has beginnings of 100 characters.
    @Test("participants of long addresses and names that begin alike are told apart", arguments: [99, 100, 101, 5000])
    func longAddresses(length: Int) async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let ann = try await workspace.add(newPerson("Ann"), by: nil, at: .base).id
        let beginning = String(repeating: "ö", count: length)
        var visit = newInteraction("Visit")
        visit.participants = [
            .init(.attendee, name: "A", address: beginning + "a@x.example"), .init(.attendee, name: "B", address: beginning + "b@x.example"),
            .init(.attendee, name: beginning + "c"), .init(.attendee, name: beginning + "d"), .init(.attendee, name: beginning + "c", address: "c@x.example"),
        ]
        #expect(try await workspace.add([NewInteraction(visit)], at: .base) == [.added(visit.id)])
        try await workspace.identify(.address(beginning + "b@x.example"), as: ann)
        #expect(try await workspace.interaction(visit.id, in: .everything).interaction.participants.map(\.person) == [nil, ann, nil, nil, nil])
        try await workspace.identify(.name(beginning + "c"), as: ann)
        #expect(try await workspace.interaction(visit.id, in: .everything).interaction.participants.map(\.person) == [nil, ann, ann, nil, nil])
    }

    @Test("a newer copy takes the place of an older one, and says nothing about who somebody said they are")
    func copies() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let account = try await workspace.add(newOrganization("Plant"), holders: AccountHolders(), at: .base).id
        let ann = try await workspace.add(newPerson("Ann"), by: nil, at: .base).id
        var event = newInteraction("Visit", .calendarEvent, at: .minutes(1), text: "walk", source: "uid-1")
        event.participants = [.init(.attendee, name: "Ann", address: "ann@plant.example"), .init(.attendee, name: "Bo")]
        let first = event.id
        #expect(try await outcome(workspace, event, revision: 2) == .added(first))
        try await workspace.identify(.address("ann@plant.example"), as: ann)
        let version = try await workspace.interaction(first, in: .everything).version
        #expect(version == 2)
        try await workspace.update(try await workspace.interaction(first, in: .everything).interaction, accounts: [account], expecting: 2, at: .base)

        event.id = .make(at: .minutes(9))
        event.title = "Visit moved"
        event.text = "run"
        event.startedAt = .minutes(50)
        event.isCancelled = true
        for old in [Int64.min, 0, 2] { #expect(try await outcome(workspace, event, revision: old) == .alreadyThere(first)) }
        #expect(try await workspace.interaction(first, in: .everything).interaction.title == "Visit")
        #expect(try await outcome(workspace, event, revision: 3) == .replaced(first))
        let record = try await workspace.interaction(first, in: .everything)
        #expect(record.interaction.title == "Visit moved" && record.interaction.isCancelled && record.interaction.startedAt == .minutes(50))
        #expect(record.interaction.participants.map(\.person) == [ann, nil])
        #expect(record.accounts == [account] && record.version == 4)
        #expect(try await workspace.writtenMoments(WrittenQuery(words: "walk"), in: .everything).items.isEmpty)
        #expect(try await workspace.writtenMoments(WrittenQuery(words: "run"), in: .everything).items.count == 1)
        // The same name in another kind is another thing; without a name, only the id tells.
        #expect(try await outcome(workspace, newInteraction("Mail", .mail, source: "uid-1")) != .alreadyThere(first))
        let note = newInteraction("Note")
        #expect(try await outcome(workspace, note) == .added(note.id))
        #expect(try await outcome(workspace, note) == .alreadyThere(note.id))
        // Twice in one go.
        let twin = newInteraction("Twin", .mail, source: "twin"), other = newInteraction("Twin", .mail, source: "twin")
        #expect(try await workspace.add([NewInteraction(twin), NewInteraction(other)], at: .base) == [.added(twin.id), .alreadyThere(twin.id)])
    }

    @Test("a person corrects title, times and people, not what was sent")
    func corrections() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var note = newInteraction("Call", .call, at: nil, text: "She was calm")
        var mail = newInteraction("Offer", .mail, text: "Dear Ann", source: "<1@x>")
        _ = try await workspace.add([NewInteraction(note), NewInteraction(mail)], at: .base)
        note.title = "Call with Ann"
        note.text = "She was glad"
        note.startedAt = .minutes(-5)
        note.participants = [.init(.about, name: "Ann")]
        note.components = [.init(.process, "Tender")]
        let changed = try await workspace.update(note, accounts: [], expecting: 1, at: .base)
        #expect(changed.interaction == note && changed.version == 2)
        let late = note
        await expectConflict(.record(expected: 1, found: 2)) { _ = try await workspace.update(late, accounts: [], expecting: 1, at: .base) }
        mail.title = "Offer 7"
        mail.text = "Dear Ben"
        mail.kind = .note
        let kept = try await workspace.update(mail, accounts: [], expecting: 1, at: .base).interaction
        #expect(kept.title == "Offer 7" && kept.text == "Dear Ann" && kept.kind == .mail)
        #expect(try await workspace.writtenMoments(WrittenQuery(words: "calm"), in: .everything).items.isEmpty)
        #expect(try await workspace.writtenMoments(WrittenQuery(words: "glad"), in: .everything).items.map(\.interaction) == [note.id])
        let nothing = newInteraction("Nothing")
        await #expect(throws: StoreError.notFound("The interaction \(nothing.id)")) { _ = try await workspace.update(nothing, accounts: [], expecting: 1, at: .base) }
    }

    @Test("history is one line in time of meetings and interactions, newest first, in pages that leave nothing out")
    func history() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let account = try await workspace.add(newOrganization("Plant"), holders: AccountHolders(), at: .base).id
        for minute in 0..<6 {
            var meeting = newMeeting(title: "m\(minute)", at: .minutes(minute * 2))
            if minute == 1 { meeting.accounts = [account] }
            try await workspace.add(meeting)
            let kind: Interaction.Kind = minute.isMultiple(of: 2) ? .mail : .meeting
            // Minute 5 has the time of the meeting m2, minute 4 no time of its own: it came in at the base.
            let at: Timestamp? = minute == 5 ? .minutes(4) : minute == 4 ? nil : .minutes(minute * 2 + 1)
            _ = try await workspace.add([NewInteraction(
                newInteraction("i\(minute)", kind, at: at, participants: (0..<8).map { .init(.to, name: "P\($0)") }), accounts: minute < 2 ? [account] : []
            )], at: .base)
        }
        var found: [HistoryLine] = [], cursor: PageCursor?
        repeat {
            let page = try await workspace.history(HistoryQuery(cursor: cursor, limit: 5), in: .everything)
            found += page.items
            cursor = page.next
        } while cursor != nil && found.count < 50
        #expect(found.count == 12 && Set(found.map(\.title)).count == 12)
        #expect(found.map(\.at) == found.map(\.at).sorted(by: >))
        #expect(found.first?.title == "m5" && Set(found.suffix(2).map(\.title)) == ["m0", "i4"])
        let undated = try #require(found.first { $0.title == "i4" })
        #expect(!undated.isDated && undated.at == .base && undated.names == ["P0", "P1", "P2", "P3", "P4", "P5"] && undated.participants == 8)
        func titles(_ query: HistoryQuery) async throws -> [String] { try await workspace.history(query, in: .everything).items.map(\.title) }
        #expect(try await titles(HistoryQuery(organization: account)) == ["i1", "m1", "i0"])
        #expect(try await titles(HistoryQuery(organization: account, kinds: [.meeting])) == ["i1", "m1"])
        #expect(try await titles(HistoryQuery(organization: account, kinds: [.mail])) == ["i0"])
        #expect(try await titles(HistoryQuery(kinds: [])) == [])
        #expect(try await titles(HistoryQuery(from: .minutes(2), before: .minutes(4))) == ["i1", "m1"])
        await expectRefused("Begin at the first page") { _ = try await workspace.history(HistoryQuery(cursor: PageCursor(rawValue: "h1.2")), in: .everything) }
        await expectRefused("1 to 500") { _ = try await workspace.history(HistoryQuery(limit: 0), in: .everything) }
        let summary = try await workspace.organization(account, in: .everything)
        #expect(summary.interactions == 3 && summary.lastInteractionAt == .minutes(3))
    }

    @Test("the last contact has begun, the next is the nearest to come, and what was called off is neither")
    func lastAndNext() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let account = try await workspace.add(newOrganization("Plant"), holders: AccountHolders(), at: .base).id
        let ann = newPerson("Ann")
        try await workspace.add(ann, by: nil, at: .base)
        var meeting = newMeeting(title: "said", at: .minutes(3))
        meeting.accounts = [account]
        meeting.cast.participants[1].person = ann.id
        try await workspace.add(meeting)
        for (minute, isCancelled) in [(1, false), (5, true), (12, true), (20, false), (30, false), (900, false)] {
            var event = newInteraction("at \(minute)", .calendarEvent, at: .minutes(minute), participants: [.init(.attendee, person: ann.id)])
            event.isCancelled = isCancelled
            _ = try await workspace.add([NewInteraction(event, accounts: [account])], at: .base)
        }
        // What begins at this very moment has begun.
        for (now, last, next) in [(0, nil, 1), (1, 1, 3), (10, 3, 20), (20, 20, 30), (901, 900, nil)] as [(Int, Int?, Int?)] {
            let plant = try await workspace.organization(account, in: .everything, at: .minutes(now))
            let person = try await workspace.person(ann.id, in: .everything, at: .minutes(now))
            #expect(plant.lastContactAt == last.map(Timestamp.minutes) && plant.nextContactAt == next.map(Timestamp.minutes), "at \(now)")
            #expect(person.lastContactAt == last.map(Timestamp.minutes) && person.nextContactAt == next.map(Timestamp.minutes), "at \(now)")
            #expect(plant.interactions == 7 && plant.lastInteractionAt == .minutes(900) && person.lastInteractionAt == .minutes(900))
            #expect(try await workspace.organizations(OrganizationQuery(), in: .everything, at: .minutes(now)).items == [plant])
            #expect(try await workspace.people(PersonQuery(), in: .everything, at: .minutes(now)).items == [person])
        }
    }

    @Test("the history is told from its beginning too, page by page")
    func oldestFirst() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        for minute in 0..<4 {
            try await workspace.add(newMeeting(title: "m\(minute)", at: .minutes(minute * 2)))
            _ = try await workspace.add([NewInteraction(newInteraction("i\(minute)", at: .minutes(minute * 2 + 1)))], at: .base)
        }
        var found: [[String]] = [], cursor: PageCursor?
        repeat {
            let page = try await workspace.history(HistoryQuery(from: .minutes(1), before: .minutes(7), oldestFirst: true, cursor: cursor, limit: 4), in: .everything)
            found.append(page.items.map(\.title))
            cursor = page.next
        } while cursor != nil && found.count < 10
        #expect(found == [["i0", "m1", "i1", "m2"], ["i2", "m3"]])
    }

    @Test("words are found in title and text, with the words around them")
    func written() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let account = try await workspace.add(newOrganization("Plant"), holders: AccountHolders(), at: .base).id
        let long = String(repeating: "filler ", count: 100) + "the Tärkeä\n\nquotation, at last " + String(repeating: "more ", count: 100)
        let first = newInteraction("Offer", .mail, at: .minutes(1), text: long)
        let second = newInteraction("About the quotation", at: .minutes(2), text: nil)
        let third = newInteraction("Both", at: .minutes(3), text: "tarkea")
        _ = try await workspace.add([NewInteraction(first, accounts: [account]), NewInteraction(second), NewInteraction(third)], at: .base)
        let found = try await workspace.writtenMoments(WrittenQuery(words: "QUOTATION"), in: .everything).items
        #expect(found.map(\.interaction) == [second.id, first.id] && found.map(\.at) == [.minutes(2), .minutes(1)])
        #expect(found[0].excerpt == "About the quotation" && found[0].kind == .note && found[1].title == "Offer")
        #expect(found[1].excerpt.contains("the Tärkeä quotation, at last more") && found[1].excerpt.hasPrefix("… ") && found[1].excerpt.count < 210)
        func ids(_ words: String, at organization: Identifier<Organization>? = nil) async throws -> [Identifier<Interaction>] {
            try await workspace.writtenMoments(WrittenQuery(words: words, organization: organization), in: .everything).items.map(\.interaction)
        }
        #expect(try await ids("tarkea") == [third.id, first.id])
        #expect(try await ids("tarkea quotation") == [first.id])
        #expect(try await ids("\"tärkeä quotation\"") == [first.id])
        #expect(try await ids("quot*") == [second.id, first.id])
        #expect(try await ids("offer", at: account) == [first.id])
        #expect(try await ids("quotation", at: account) == [first.id])
        for nothing in ["", "!?", "quot", "NOT", "title:offer", "\" OR \"", "*"] { #expect(try await ids(nothing).isEmpty, "\(nothing)") }
        await expectRefused("Search for fewer") { _ = try await ids(String(repeating: "a ", count: 200)) }
        let page = try await workspace.writtenMoments(WrittenQuery(words: "quotation", limit: 1), in: .everything)
        #expect(try await workspace.writtenMoments(WrittenQuery(words: "quotation", cursor: page.next, limit: 1), in: .everything).items.map(\.interaction) == [first.id])
    }

    @Test("zero characters are left out, so that the index forgets what the table forgets")
    func zeroCharacters() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let mail = newInteraction("Off\u{0}er xqvjzkwa", .mail, text: "be\u{0}fore xqvjzkwb", source: "<\u{0}1>", participants: [.init(.from, name: "A\u{0}nn", address: "A\u{0}@x.example")])
        #expect(try await outcome(workspace, mail) == .added(mail.id))
        let stored = try await workspace.interaction(mail.id, in: .everything).interaction
        #expect(stored.title == "Offer xqvjzkwa" && stored.text == "before xqvjzkwb" && stored.sourceID == "<1>")
        #expect(stored.participants == [.init(.from, name: "Ann", address: "a@x.example")])
        #expect(try await outcome(workspace, newInteraction("Again", .mail, source: "<1>")) == .alreadyThere(mail.id))
        try await workspace.erase(mail.id)
        for word in ["xqvjzkwa", "xqvjzkwb"] {
            #expect(try await workspace.writtenMoments(WrittenQuery(words: word), in: .everything).items.isEmpty)
            #expect(try room.filesHolding(String(word.dropFirst(2))) == [])
        }
    }

    @Test("nothing of an erased interaction is left on the disk, and it does not come in again")
    func erasing() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let word = "xqvjzkwf"
        for minute in 0..<30 { _ = try await outcome(workspace, newInteraction("Note \(minute)", at: .minutes(minute), text: "filler \(minute)")) }
        let content = Data("From: \(word)".utf8)
        let hash = try store.files.store(content)
        let file = StoredFile(hash: hash, bytes: content.count, mediaType: "message/rfc822", name: "a.eml", receivedAt: .base)
        let mail = newInteraction("Hello \(word)", .mail, text: "Dear \(word)", source: "<\(word)@x>", participants: [.init(.from, name: word, address: "\(word)@x.example")])
        _ = try await workspace.add([NewInteraction(mail, original: file)], at: .base)
        #expect(try await workspace.interaction(mail.id, in: .everything).original == hash)
        let person = newPerson("Ann")
        try await workspace.add(person, by: nil, at: .base)
        let about = Claim(id: .make(at: .base), kind: "x.y", subject: .interaction(mail.id), value: word, author: .person("P"), recordedAt: .base)
        let kept = Claim(
            id: .make(at: .base), kind: "x.y", subject: .person(person.id), value: "glad", author: .person("P"), recordedAt: .base,
            evidence: [Evidence(.interaction(mail.id)), Evidence(.claim(about.id))]
        )
        try await workspace.add([about, kept], decisions: [])
        #expect(try await workspace.claim(kept.id).evidence.count == 2)
        #expect(try room.filesHolding(word).count >= 2)

        try await workspace.erase(mail.id)
        for rest in [word, String(word.dropFirst()), String(word.dropFirst(2))] { #expect(try room.filesHolding(rest) == []) }
        #expect(store.files.url(of: hash) == nil)
        #expect(try await workspace.claim(kept.id).evidence.isEmpty)
        await #expect(throws: StoreError.self) { _ = try await workspace.claim(about.id) }
        await #expect(throws: StoreError.notFound("The interaction \(mail.id)")) { _ = try await workspace.interaction(mail.id, in: .everything) }
        await #expect(throws: StoreError.erased("This interaction")) { _ = try await workspace.update(mail, accounts: [], expecting: 1, at: .base) }
        #expect(try await workspace.writtenMoments(WrittenQuery(words: "filler", limit: 500), in: .everything).items.count == 30)
        // By id and by name among its kind; another kind with that name is another thing.
        #expect(try await outcome(workspace, newInteraction("Other", .mail, source: "<\(word)@x>")) == .erasedBefore)
        var same = newInteraction("Same id")
        same.id = mail.id
        #expect(try await outcome(workspace, same) == .erasedBefore)
        let event = newInteraction("Event", .calendarEvent, source: "<\(word)@x>")
        #expect(try await outcome(workspace, event) == .added(event.id))
        try await workspace.erase(mail.id)
        let missing = Identifier<Interaction>.make(at: .base)
        await #expect(throws: StoreError.notFound("The interaction \(missing)")) { try await workspace.erase(missing) }
    }

    @Test("a file that others came from stays until the last of them goes")
    func sharedFile() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let content = Data("two mails".utf8)
        let hash = try store.files.store(content)
        let file = StoredFile(hash: hash, bytes: content.count, mediaType: "application/mbox", name: "a.mbox", receivedAt: .base)
        let one = newInteraction("One", .mail, source: "1"), two = newInteraction("Two", .mail, source: "2")
        _ = try await workspace.add([NewInteraction(one, original: file), NewInteraction(two, original: file)], at: .base)
        try await workspace.erase(one.id)
        #expect(try store.files.read(hash) == content)
        try await workspace.erase(two.id)
        #expect(store.files.url(of: hash) == nil)
    }
}
