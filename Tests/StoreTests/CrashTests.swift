import Covalence
import Foundation
import Store
import StoreTesting
import Testing

/// A process that is killed at any moment leaves everything it acknowledged, and nothing by halves.
@Suite(.serialized)
struct CrashTests {
    /// Five kills of one store; with `COVALENCE_LONG=1` forty such stores.
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
        for _ in 0..<5 {
            let process = Process()
            process.executableURL = writer
            process.arguments = [room.folder.path, id.description]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            try await Task.sleep(for: .milliseconds(Int.random(in: TestStore.isOnPostgres ? 300...3000 : 30...400)))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            // A line without its end was not said.
            for line in lines.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                let words = line.split(separator: " ").map(String.init)
                try #require(words.count == 2, "The writer failed: \(line)")
                acknowledged[words[0], default: []].insert(words[1])
            }

            let (store, workspace) = try await room.makeWorkspace(id)
            try await check(workspace, store, acknowledged)
            try await store.close()
        }
        #expect(acknowledged["added"]?.isEmpty == false, "The writer never got to a meeting: nothing was tested.")
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
        for meeting in present {
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
