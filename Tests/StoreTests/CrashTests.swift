import Covalence
import Foundation
import Store
import StoreTesting
import Testing

/// Processes that are killed at any moment, each with several writers, leave everything they acknowledged, and nothing by halves.
@Suite(.serialized)
struct CrashTests {
    /// Five kills of the two writing processes of one store; with `COVALENCE_LONG=1` forty such stores.
    @Test(arguments: 1...(isLong ? 40 : 1))
    func whatWasAcknowledgedIsThereAfterAKill(round: Int) async throws {
        let writer = try #require(Self.writer, "StoreCrashWriter is not beside the tests: build all of them with swift build --build-tests.")
        let room = try Room()
        let id = Identifier<Workspace>.make(at: .base)
        do {
            let (store, _) = try await room.makeWorkspace(id)
            try await store.close()
        }
        var acknowledged: [String: Set<String>] = [:]
        let kinds = ["added", "claimed", "taken", "finished"]
        var kills = 0
        // On a machine that has much else to do a writer gets less far: then more of them are tried, and later.
        while kills < 5 || kills < 15 && kinds.contains(where: { acknowledged[$0] == nil }) {
            kills += 1
            let patience = kills <= 5 ? 1 : 4
            let writers = try (0..<2).map { _ in try Self.start(writer, room, id) }
            for (process, _) in writers {
                // The second goes on writing while the first is gone.
                try await Task.sleep(for: .milliseconds(patience * Int.random(in: TestStore.isOnPostgres ? 300...1500 : 30...400)))
                kill(process.processIdentifier, SIGKILL)
            }
            for (process, output) in writers {
                process.waitUntilExit()
                let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                // A line without its end was not said.
                for line in lines.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                    let words = line.split(separator: " ").map(String.init)
                    try #require(words.count == 2, "The writer failed: \(line)")
                    acknowledged[words[0], default: []].insert(words[1])
                }
            }

            let (store, workspace) = try await room.makeWorkspace(id)
            try await check(workspace, store, acknowledged)
            #expect(try await #require(store as? any StoreExamination).check().hasPrefix("whole"))
            try await store.close()
        }
        for kind in kinds {
            #expect(acknowledged[kind]?.isEmpty == false, "No writer ever got to this: \(kind). It was not tested.")
        }
    }

    private static func start(_ writer: URL, _ room: Room, _ id: Identifier<Workspace>) throws -> (Process, Pipe) {
        let process = Process()
        process.executableURL = writer
        process.arguments = [room.folder.path, id.description]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        return (process, output)
    }

    private func check(
        _ workspace: any WorkspaceStore, _ store: any RecordStore, _ acknowledged: [String: Set<String>]
    ) async throws {
        var present: [MeetingSummary] = []
        var cursor: PageCursor?
        repeat {
            let page = try await workspace.meetings(MeetingQuery(cursor: cursor, limit: 500))
            present += page.items
            cursor = page.next
        } while cursor != nil
        let ids = Set(present.map(\.id.description))
        #expect(acknowledged["added", default: []].subtracting(ids).isEmpty)
        let items = try await workspace.intake(in: Set(IntakeItem.State.Name.allCases))
        #expect(acknowledged["received", default: []].subtracting(items.map(\.id.description)).isEmpty)
        for item in items { #expect(store.files.size(of: item.file.hash) == item.file.bytes) }
        for meeting in present where meeting.meeting.title == "Crash" {
            #expect(try await workspace.transcript(of: meeting.id).transcript.utterances.count == 120)
            let claims = try await workspace.claims(ClaimQuery(of: meeting.id))
            #expect(claims.count == 20 && claims.allSatisfy { $0.evidence.count == 1 })
            #expect(try await workspace.files(of: meeting.id).count == 1)
            #expect(items.count { $0.state == .imported(meeting.id) } == 1)
            if acknowledged["decided", default: []].contains(meeting.id.description) {
                #expect(claims.count { $0.standing == .confirmed } == 1)
            }
            let found = try await workspace.moments(MomentQuery(words: "crash", meeting: meeting.id, limit: 500))
            #expect(found.items.count == 120)
        }
        try await checkClaims(workspace, acknowledged)
        try await checkGroups(workspace, acknowledged)
        try await checkJobs(workspace, present.map(\.meeting.title), acknowledged)
    }

    /// Each claim that is there has both its evidences, and what it rests on is there.
    private func checkClaims(_ workspace: any WorkspaceStore, _ acknowledged: [String: Set<String>]) async throws {
        let notes = try await titles(of: [.note], workspace)
        #expect(acknowledged["noted", default: []].subtracting(notes.keys).isEmpty)
        var claims: [Claim] = []
        for account in try await workspace.organizations(OrganizationQuery(limit: 500), in: .everything).items {
            claims += try await workspace.claims(about: .organization(account.id), standings: nil)
        }
        #expect(acknowledged["claimed", default: []].subtracting(claims.map(\.id.description)).isEmpty)
        for claim in claims {
            #expect(claim.evidence.count == 2)
            for evidence in claim.evidence {
                guard case .interaction(let note) = evidence.place else { Issue.record("\(evidence)"); continue }
                #expect(notes[note.description] != nil)
            }
        }
    }

    /// Of a group all calls are there, or none.
    private func checkGroups(_ workspace: any WorkspaceStore, _ acknowledged: [String: Set<String>]) async throws {
        let groups = Dictionary(grouping: try await titles(of: [.call], workspace).values) { String($0.dropFirst("Call ".count)) }
        #expect(acknowledged["taken", default: []].subtracting(groups.keys).isEmpty)
        for (group, calls) in groups { #expect(calls.count == 70, "\(group)") }
        guard let group = groups.keys.first else { return }
        let found = try await workspace.writtenMoments(WrittenQuery(words: "\"\(group)\" pump", limit: 500), in: .everything)
        #expect(found.items.count == 70)
    }

    /// A job has ended where its effect is there, and nowhere else.
    private func checkJobs(_ workspace: any WorkspaceStore, _ titles: [String], _ acknowledged: [String: Set<String>]) async throws {
        var jobs: [Job] = []
        var cursor: PageCursor?
        repeat {
            let page = try await workspace.jobs(JobQuery(cursor: cursor, limit: 200))
            jobs += page.items
            cursor = page.next
        } while cursor != nil
        #expect(acknowledged["queued", default: []].subtracting(jobs.map(\.id.description)).isEmpty)
        let done = jobs.filter { $0.state == .done }.map(\.id.description)
        #expect(acknowledged["finished", default: []].subtracting(done).isEmpty)
        #expect(titles.filter { $0.hasPrefix("Job ") }.sorted() == done.map { "Job \($0)" }.sorted())
    }

    /// Titles of interactions, by id.
    private func titles(of kinds: Set<Interaction.Kind>, _ workspace: any WorkspaceStore) async throws -> [String: String] {
        var found: [String: String] = [:]
        var cursor: PageCursor?
        repeat {
            let page = try await workspace.history(HistoryQuery(kinds: kinds, cursor: cursor, limit: 500), in: .everything)
            for line in page.items {
                guard case .interaction(let id) = line.subject else { continue }
                found[id.description] = line.title
            }
            cursor = page.next
        } while cursor != nil
        return found
    }

    /// The executable lies where the tests lie.
    static var writer: URL? {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = folder.appendingPathComponent("StoreCrashWriter")
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue { return candidate }
            folder.deleteLastPathComponent()
        }
        return nil
    }
}
