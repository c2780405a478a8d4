import Covalence
import Foundation
import GRDB
@testable import Store
import StoreTesting
import Testing

@Suite("A store of the first version")
struct DirectoryMigrationTests {
    @Test("keeps its meetings, learns who agreed to what, and can be written to", .enabled(if: TestStore.isOnSQLite, "about SQLite's file"))
    func migration() async throws {
        let room = try Room()
        let path = room.folder.appendingPathComponent("covalence.sqlite").path
        let old = try DatabasePool(path: path)
        try SQLiteEngine.migrator(Schema.migrations).migrate(old, upTo: "1: record, ledger, intake")
        let workspace = UUID(), meetings = [UUID(), UUID(), UUID()]
        var cast = Cast(labels: ["Anna", "Ben"]) { .make(at: .base) }
        cast.participants[0].consent = [.research: .given, .analysis: .given]
        cast.participants[1].consent = [.research: .given, .analysis: .refused]
        // The second meeting has nobody in its cast, the third one that cannot be read.
        let contents = [String(decoding: try JSONEncoder().encode(cast), as: UTF8.self), #"{"participants":[],"labels":{},"reassigned":[]}"#, "{"]
        try await old.write { db in
            try db.execute(sql: "INSERT INTO workspace (id, name, created_at, settings) VALUES (?, 'Old', 1, '{}')", arguments: [workspace])
            try WordIndex(.said, of: 1).create(Store.Database(db))
            for (index, meeting) in meetings.enumerated() {
                try db.execute(sql: """
                    INSERT INTO meeting (workspace, id, title, title_key, recorded_at, is_fiction, ordered_at, search_key, version,
                        transcript_version, cast_version, utterances, words, open_questions) VALUES (1, ?, 'Old', 'old', 1, 0, 1, ?, 1, 1, 2, 0, 0, 0)
                    """, arguments: [meeting, index])
                try db.execute(sql: """
                    INSERT INTO transcript (workspace, meeting, version, id, utterances, words, positions, author_kind, author_name, made_at)
                    VALUES (1, ?, 1, ?, 0, 0, x'', 'person', 'P', 1)
                    """, arguments: [index + 1, UUID()])
                // The current version counts, not the one before.
                for (version, content) in [(1, "{}"), (2, contents[index])] {
                    try db.execute(sql: """
                        INSERT INTO cast_version (workspace, meeting, version, content, author_kind, author_name, made_at) VALUES (1, ?, ?, ?, 'person', 'P', 1)
                        """, arguments: [index + 1, version, content])
                }
            }
        }
        try old.close()

        let store = try await SQLiteStore.open(room.folder)
        let handle = try await store.workspace(Identifier(workspace))
        #expect(try await handle.count(MeetingQuery()) == 3)
        var consents: [Set<ConsentPurpose>] = []
        for meeting in meetings { consents.append(try await handle.meeting(Identifier(meeting)).consents) }
        #expect(consents == [[.research], [], []])
        #expect(try await handle.meetings(MeetingQuery(filter: MeetingFilter(scope: .research))).items.map(\.id) == [Identifier(meetings[0])])
        let summary = try await handle.meeting(Identifier(meetings[0]))
        #expect(summary.accounts.isEmpty && summary.broughtInBy == nil)
        // Nobody brought it in: members do not see it until it has an account they hold.
        let member = newMember()
        try await handle.add(member, token: nil)
        let scope = Scope.accounts(of: member.id, managing: true)
        #expect(try await !handle.isInSight(Identifier(meetings[0]), scope))
        let account = try await handle.add(newOrganization("New"), holders: AccountHolders(members: [member.id]), at: .base).id
        try await handle.setAccounts(of: Identifier(meetings[0]), [account], at: .base)
        #expect(try await handle.isInSight(Identifier(meetings[0]), scope))
        let note = newInteraction("Note", text: "quotation")
        #expect(try await handle.add([NewInteraction(note)], at: .base) == [.added(note.id)])
        #expect(try await handle.writtenMoments(WrittenQuery(words: "quotation"), in: .everything).items.count == 1)
        #expect(try await store.check() == "whole; 3 meetings.")
        try await store.close()
    }
}
