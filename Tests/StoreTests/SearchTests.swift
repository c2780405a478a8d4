import Covalence
import Foundation
import Store
import Testing

struct SearchTests {
    private func texts(_ workspace: any WorkspaceStore, _ words: String) async throws -> [String] {
        try await workspace.moments(MomentQuery(words: words)).items.map(\.text)
    }

    @Test func wordsPhrasesAndBeginnings() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let lines = ["The next step is a pilot", "One step, then the next", "Café implementation costs", "Don't AND we OR they NOT near"]
        try await workspace.add(newMeeting(lines: lines.map { ("Anna", $0) }))
        #expect(try await texts(workspace, "next step") == [lines[0], lines[1]])
        #expect(try await texts(workspace, "\"next step\"") == [lines[0]])
        #expect(try await texts(workspace, "“next step” pilot") == [lines[0]])
        #expect(try await texts(workspace, "implem*") == [lines[2]])
        #expect(try await texts(workspace, "CAFE") == [lines[2]])
        #expect(try await texts(workspace, "don't") == [lines[3]])
        // Words that FTS5 reads as operators are words here.
        #expect(try await texts(workspace, "AND OR NOT") == [lines[3]])
        #expect(try await texts(workspace, "NEAR") == [lines[3]])
        #expect(try await texts(workspace, "next NOT pilot").isEmpty)
        // Unbalanced quotes and syntax.
        #expect(try await texts(workspace, "\"next step") == [lines[0]])
        #expect(try await texts(workspace, "step\"") == [lines[0], lines[1]])
        #expect(try await texts(workspace, "text:next").isEmpty)
        #expect(try await texts(workspace, "^step (") == [lines[0], lines[1]])
        #expect(try await texts(workspace, "--").isEmpty)
        #expect(try await texts(workspace, "").isEmpty)
        #expect(try await workspace.count(MeetingQuery(words: "'\"*")) == 0)
    }

    @Test(arguments: 1...(isLong ? 20_000 : 300))
    func whateverIsTypedIsNoSyntaxError(seed: Int) async throws {
        let pieces = ["\"", "*", "(", ")", "AND", "OR", "NOT", "NEAR(", ":", "^", "-", "+", "{", "}", "a", "é", "👋", "\0", "'", ";", " ", "“", "”", "\\", "%", "漢", "\u{301}", "\u{200F}"]
        var state = UInt64(seed)
        var typed = ""
        for _ in 0..<(seed % 17) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            typed += pieces[Int(state >> 33) % pieces.count]
        }
        _ = try await Self.shared.value().moments(MomentQuery(words: typed))
    }

    /// One store for the many typed searches.
    private actor Shared {
        // Begun once: while one waits for it, others come.
        private var making: Task<(Room, any WorkspaceStore), any Error>?

        func value() async throws -> any WorkspaceStore {
            let making = self.making ?? Task {
                let room = try Room()
                return (room, try await room.makeWorkspace().1)
            }
            self.making = making
            return try await making.value.1
        }
    }
    private static let shared = Shared()

    @Test func tooMuchIsRefusedWithASentence() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        for typed in [String(repeating: "a ", count: 33), String(repeating: "x", count: 1001)] {
            await #expect(throws: StoreError.self) { try await workspace.moments(MomentQuery(words: typed)) }
        }
        for limit in [0, 501, -1] {
            await #expect(throws: StoreError.self) { try await workspace.meetings(MeetingQuery(limit: limit)) }
        }
        for cursor in ["", "x", "t", "t5", "t5.x", "r-1", "k99999999999999999999", "r", "k"] {
            let cursor = PageCursor(rawValue: cursor)
            await #expect(throws: StoreError.self) { try await workspace.meetings(MeetingQuery(cursor: cursor)) }
            await #expect(throws: StoreError.self) { try await workspace.meetings(MeetingQuery(words: "r", cursor: PageCursor(rawValue: "r1"))) }
        }
    }

    @Test func newestFirstPageByPage() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        // Added in another order than they took place; two in the same minute; one whose start is not known; one long ago.
        for minute in [3, 1, 5, 5, 2] { try await workspace.add(newMeeting(title: "m\(minute)", at: .minutes(minute))) }
        try await workspace.add(newMeeting(title: "m4", at: nil, recordedAt: .minutes(4)))
        try await workspace.add(newMeeting(title: "old", at: Timestamp(milliseconds: -3_000_000_000_000)))
        let expected = ["m5", "m5", "m4", "m3", "m2", "m1", "old"]
        for words in [nil, "plant", "plan*"] {
            for limit in [1, 2, 3, 50] {
                var titles: [String] = []
                var cursor: PageCursor?
                repeat {
                    let page = try await workspace.meetings(MeetingQuery(words: words, cursor: cursor, limit: limit))
                    titles += page.items.map(\.meeting.title)
                    cursor = page.next
                } while cursor != nil && titles.count < 20
                #expect(titles == expected)
            }
            #expect(try await workspace.count(MeetingQuery(words: words)) == 7)
        }
        var moments: [String] = []
        var cursor: PageCursor?
        repeat {
            let page = try await workspace.moments(MomentQuery(words: "would", cursor: cursor, limit: 3))
            moments += page.items.map { "\($0.title) \($0.utterance)" }
            cursor = page.next
        } while cursor != nil && moments.count < 40
        #expect(moments == expected.flatMap { ["\($0) 0", "\($0) 1"] })
    }

    @Test func aMomentSaysWhoWhenAndWhere() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting()
        try await workspace.add(new)
        #expect(try await workspace.moments(MomentQuery(words: "shifts")).items == [
            Moment.expected(meeting: new.meeting, utterance: 1, label: "Ben", side: .customer, start: 4000, text: "We would save two shifts a week."),
        ])
    }

    @Test func movedMeetingsAreFoundAtTheirNewTime() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let first = newMeeting(title: "first", at: .minutes(1))
        try await workspace.add(first)
        try await workspace.add(newMeeting(title: "second", at: .minutes(2)))
        var change = MeetingChange()
        change.meeting = first.meeting
        change.meeting?.startedAt = .minutes(9)
        try await workspace.apply(change, to: first.meeting.id)
        #expect(try await workspace.moments(MomentQuery(words: "plant")).items.map(\.title) == ["first", "second"])
        #expect(try await workspace.meetings(MeetingQuery(words: "plant")).items.map(\.meeting.title) == ["first", "second"])
        #expect(try await workspace.meetings(MeetingQuery()).items.map(\.meeting.title) == ["first", "second"])
    }

    @Test func filtersHoldTogether() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var strong = newMeeting(title: "Strong début", at: .minutes(10))
        strong.claims = [suggestion("meeting.benefit", strong, 0..<4)]
        try await workspace.add(strong)
        try await workspace.add(newMeeting(
            title: "Weak", at: .minutes(20), lines: [("Zoë Müller", "The price of the plant")], sides: [:], organizations: ["Zoë Müller": "Åland Oy"]
        ))
        func ask(_ filter: MeetingFilter, words: String? = nil) async throws -> [String] {
            let list = try await workspace.meetings(MeetingQuery(words: words, filter: filter)).items.map(\.meeting.title)
            #expect(try await workspace.count(MeetingQuery(words: words, filter: filter)) == list.count)
            if let words {
                var seen: [String] = []
                for moment in try await workspace.moments(MomentQuery(words: words, filter: filter)).items where !seen.contains(moment.title) {
                    seen.append(moment.title)
                }
                #expect(seen == list)
            }
            return list
        }
        for words in [nil, "plant", "plan*"] {
            #expect(try await ask(MeetingFilter(), words: words) == ["Weak", "Strong début"])
            #expect(try await ask(MeetingFilter(person: "muller"), words: words) == ["Weak"])
            #expect(try await ask(MeetingFilter(person: "ann"), words: words) == ["Strong début"])
            #expect(try await ask(MeetingFilter(organization: "aland"), words: words) == ["Weak"])
            #expect(try await ask(MeetingFilter(from: .minutes(11)), words: words) == ["Weak"])
            #expect(try await ask(MeetingFilter(before: .minutes(20)), words: words) == ["Strong début"])
            #expect(try await ask(MeetingFilter(from: .minutes(10), before: .minutes(21)), words: words).count == 2)
            #expect(try await ask(MeetingFilter(finding: "meeting.benefit"), words: words) == ["Strong début"])
            #expect(try await ask(MeetingFilter(finding: "meeting.price"), words: words) == [])
            #expect(try await ask(MeetingFilter(title: "DEBUT"), words: words) == ["Strong début"])
            #expect(try await ask(MeetingFilter(withOpenQuestions: true), words: words) == ["Weak"])
            #expect(try await ask(MeetingFilter(person: "muller", finding: "meeting.benefit"), words: words) == [])
            #expect(try await ask(MeetingFilter(person: "%"), words: words) == [])
        }
        #expect(try await ask(MeetingFilter(person: "anna"), words: "price") == [])
        try await workspace.decide(Decision(claim: strong.claims[0].id, standing: .rejected, author: .person("P"), at: .base), expecting: .suggested)
        #expect(try await ask(MeetingFilter(finding: "meeting.benefit")) == [])
    }

    /// More meetings pass the filter than are looked through one by one, so the index is walked: same answers.
    @Test func manyCandidatesGiveTheSameAnswers() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        for minute in 0..<230 {
            let text = minute % 50 == 7 ? "A rare zebra" : "Nothing here"
            try await workspace.add(newMeeting(title: "m\(minute)", at: .minutes(minute), lines: [("Anna", text), ("Ben", text)]))
        }
        let filter = MeetingFilter(person: "anna")
        for query in [MeetingFilter(), filter, MeetingFilter(from: .minutes(57))] {
            let all = [207, 157, 107, 57, 7].filter { query.from == nil || $0 >= 57 }.map { "m\($0)" }
            let list = try await workspace.meetings(MeetingQuery(words: "zebra", filter: query)).items.map(\.meeting.title)
            #expect(list == all)
            #expect(try await workspace.meetings(MeetingQuery(words: "zeb*", filter: query)).items.map(\.meeting.title) == all)
            let moments = try await workspace.moments(MomentQuery(words: "zebra", filter: query)).items
            #expect(moments.map(\.title) == all.flatMap { [$0, $0] })
        }
        let page = try await workspace.moments(MomentQuery(words: "zebra", filter: filter, limit: 3))
        #expect(page.items.map(\.title) == ["m207", "m207", "m157"])
        let rest = try await workspace.moments(MomentQuery(words: "zebra", filter: filter, cursor: page.next, limit: 50))
        #expect(rest.items.map(\.title) == ["m157", "m107", "m107", "m57", "m57", "m7", "m7"])
    }
}

extension Moment {
    static func expected(meeting: Meeting, utterance: Int, label: String, side: Side, start: Int, text: String) -> Moment {
        Moment(
            meeting: meeting.id, title: meeting.title, startedAt: meeting.startedAt, recordedAt: meeting.recordedAt,
            utterance: utterance, label: label, speaker: label, side: side, time: TimeSpan(start: start, end: start + 3500), text: text
        )
    }
}
