import Covalence
import Foundation
import Store
import StoreTesting
import Testing

/// What is found does not depend on the engine. The words, phrases and beginnings are made at random; SQLite's FTS5 says what is right.
@Suite("The same is found on both engines", .enabled(if: TestStore.isOnPostgres, "about both; the pass on PostgreSQL does it"))
struct SearchEnginesTests {
    @Test("also in texts whose words PostgreSQL cannot place: page by page, filtered, counted, in what was written", arguments: 1...(isLong ? 20 : 1))
    func same(seed: Int) async throws {
        let room = try Room()
        defer { _ = try? TestStore.psql("DROP SCHEMA IF EXISTS \(TestStore.schema(of: room.folder)) CASCADE;") }
        var random = Dice(state: UInt64(seed))
        let stores = [
            try await SQLiteStore.open(room.folder.appendingPathComponent("sqlite")),
            try await PostgresStore.open(TestStore.address, folder: room.folder.appendingPathComponent("postgres"), options: TestStore.postgres(room.folder)),
        ]
        let id = Identifier<Workspace>.make(at: .base)
        var both: [any WorkspaceStore] = []
        for store in stores {
            try await store.createWorkspace(WorkspaceRecord(id: id, name: "Team", createdAt: .base))
            both.append(try await store.workspace(id))
        }
        for number in 0..<6 {
            let meeting = newMeeting(title: "M\(number)", at: .minutes(number), lines: (0..<4).map { ("Anna", Self.text($0 + number, &random)) }, acts: false, language: number % 2 == 0 ? "en" : "de")
            let note = newInteraction("N\(number)", at: .minutes(number), text: Self.text(number, &random), source: "s\(number)")
            for workspace in both {
                try await workspace.add(meeting)
                _ = try await workspace.add([NewInteraction(note)], at: .base)
            }
        }

        var found = 0, missed = 0
        for round in 0..<30 {
            let words = Self.query(&random)
            var answers: [Answer] = []
            for workspace in both { answers.append(try await Answer(words, workspace, limit: 1 + round % 3)) }
            #expect(answers[0] == answers[1], "\(words)")
            if answers[0].moments.isEmpty { missed += 1 } else { found += 1 }
        }
        // Worth something only where some are found and some are not.
        #expect(found > 5 && missed > 5)
        for store in stores { try await store.close() }
    }

    /// Everything that is found with words.
    private struct Answer: Equatable {
        var moments: [[String]] = []
        var filtered: [[String]] = []
        var meetings: [Identifier<Meeting>] = []
        var written: [String] = []
        var counts: [Int]

        /// - Parameter limit: entries of a page. A page that is not the last is full.
        init(_ words: String, _ workspace: any WorkspaceStore, limit: Int) async throws {
            let english = MeetingFilter(language: "en")
            for isFiltered in [false, true] {
                var cursor: PageCursor?
                repeat {
                    let page = try await workspace.moments(MomentQuery(words: words, filter: isFiltered ? english : MeetingFilter(), cursor: cursor, limit: limit))
                    #expect(page.items.count == limit || page.next == nil, "\(words): a page of \(page.items.count)")
                    let lines = page.items.map { ["\($0.meeting)", "\($0.utterance)", String($0.text.prefix(50))] }
                    if isFiltered { filtered += lines } else { moments += lines }
                    cursor = page.next
                } while cursor != nil
            }
            var cursor: PageCursor?
            repeat {
                let page = try await workspace.meetings(MeetingQuery(words: words, cursor: cursor, limit: limit))
                #expect(page.items.count == limit || page.next == nil, "\(words): a page of \(page.items.count)")
                meetings += page.items.map(\.id)
                cursor = page.next
            } while cursor != nil
            repeat {
                let page = try await workspace.writtenMoments(WrittenQuery(words: words, cursor: cursor, limit: limit), in: .everything)
                #expect(page.items.count == limit || page.next == nil, "\(words): a page of \(page.items.count)")
                written += page.items.map(\.title)
                cursor = page.next
            } while cursor != nil
            counts = [try await workspace.count(MeetingQuery(words: words)), try await workspace.count(MeetingQuery(words: words, filter: english))]
            #expect(counts[0] == meetings.count)
        }
    }

    // MARK: Texts

    private static let words = ["pump", "valve", "twice", "week", "plant", "pumps", "été", "Straße"]

    /// Of every five texts one is longer than what PostgreSQL can place, and one has a word too often.
    private static func text(_ number: Int, _ random: inout Dice) -> String {
        switch number % 5 {
        case 0: (0..<17_000).map { "w\($0 % 4000)" }.joined(separator: " ") + " " + few(&random)
        case 1: String(repeating: "pump and ", count: 256 + random.below(20)) + few(&random)
        default: few(&random)
        }
    }

    private static func few(_ random: inout Dice) -> String { (0..<(2 + random.below(5))).map { _ in words[random.below(words.count)] }.joined(separator: " ") }

    private static func query(_ random: inout Dice) -> String {
        (0..<(1 + random.below(2))).map { _ in
            switch random.below(4) {
            case 0: words[random.below(words.count)]
            case 1: "pu*"
            default: "\"" + (0..<(2 + random.below(2))).map { _ in words[random.below(words.count)] }.joined(separator: " ") + "\""
            }
        }.joined(separator: " ")
    }
}

/// Numbers that look random and are the same each time.
private struct Dice {
    var state: UInt64

    mutating func below(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % count
    }
}
