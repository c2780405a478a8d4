import Covalence
import Foundation
import MeetingInteraction
import Store
import Testing
@testable import Workbench

@Suite("Who may do what")
struct PermissionTests {
    /// A call of a use case, the permission it needs, and whether it changes something.
    struct Call: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var permission: Permission
        var run: @Sendable (Room, Identifier<Meeting>, Identifier<Claim>, IntakeItem, Visitor) async throws -> Void

        init(
            _ name: String, _ permission: Permission,
            _ run: @escaping @Sendable (Room, Identifier<Meeting>, Identifier<Claim>, IntakeItem, Visitor) async throws -> Void
        ) {
            testDescription = name
            self.permission = permission
            self.run = run
        }
    }

    /// Every public use case that takes a visitor. A new one belongs in this table.
    static let calls: [Call] = [
        Call("list", .read) { room, _, _, _, visitor in _ = try await room.bench.meetings(MeetingQuery(), by: visitor) },
        Call("moments", .read) { room, _, _, _, visitor in _ = try await room.bench.moments(MomentQuery(words: "bakery"), by: visitor) },
        Call("version", .read) { room, _, _, _, visitor in _ = try await room.bench.version(by: visitor) },
        Call("waiting", .read) { room, _, _, _, visitor in _ = try await room.bench.waiting(by: visitor) },
        Call("open", .read) { room, id, _, _, visitor in _ = try await room.bench.openMeeting(id, by: visitor) },
        Call("utterances", .read) { room, id, _, _, visitor in _ = try await room.bench.utterances(of: id, in: 0..<2, by: visitor) },
        Call("version of a meeting", .read) { room, id, _, _, visitor in _ = try await room.bench.version(of: id, by: visitor) },
        Call("speaker suggestions", .read) { room, id, _, _, visitor in _ = try await room.bench.speakerSuggestions(of: id, by: visitor) },
        Call("history", .read) { room, _, claim, _, visitor in _ = try await room.bench.history(of: claim, by: visitor) },
        Call("compare", .read) { room, id, _, _, visitor in _ = try await room.bench.compare(.chosen([id]), .advanced, by: visitor) },
        Call("settings", .change) { room, _, _, _, visitor in try await room.bench.change(WorkspaceSettings(), by: visitor) },
        Call("receive transcript", .change) { room, _, _, _, visitor in _ = try room.bench.receiveTranscript(by: visitor) },
        Call("keep received transcript", .change) { room, _, _, _, visitor in
            let file = try room.bench.receiveTranscript(by: .owner)
            try file.append(Data("x".utf8))
            _ = try await room.bench.keepTranscript(file, named: "x", details: ImportDetails(), by: visitor)
        },
        Call("keep transcript", .change) { room, _, _, _, visitor in
            _ = try await room.bench.keepTranscript(Data("x".utf8), named: "x", details: ImportDetails(), by: visitor)
        },
        Call("import", .change) { room, _, _, item, visitor in _ = try await room.bench.importTranscript(item, by: visitor) },
        Call("discard", .change) { room, _, _, item, visitor in try await room.bench.discardFile(item.id, by: visitor) },
        Call("resume", .change) { room, _, _, _, visitor in _ = try await room.bench.resumeImports(by: visitor) },
        Call("demo", .change) { room, _, _, _, visitor in _ = try await room.bench.loadDemo(by: visitor) },
        Call("edit cast", .change) { room, id, _, _, visitor in
            try await room.bench.edit(castOf: id, .add(name: "Dora", side: nil, organization: nil, function: nil), expecting: 2, by: visitor)
        },
        Call("undo cast", .change) { room, id, _, _, visitor in try await room.bench.undoCast(of: id, expecting: 2, by: visitor) },
        Call("correct words", .change) { room, id, _, _, visitor in
            try await room.bench.correctWords(of: id, [0: "New."], expecting: 1, by: visitor)
        },
        Call("edit", .change) { room, id, _, _, visitor in try await room.bench.edit(id, MeetingEdit(title: "New"), expecting: nil, by: visitor) },
        Call("outcome", .change) { room, id, _, _, visitor in
            try await room.bench.setOutcome(of: id, MeetingOutcome(advanced: true), by: visitor)
        },
        Call("decide", .change) { room, _, claim, _, visitor in
            try await room.bench.decide(claim, .confirm, expecting: .suggested, by: visitor)
        },
        Call("reject", .change) { room, _, claim, _, visitor in
            try await room.bench.decide(claim, .reject(reason: nil), expecting: .suggested, by: visitor)
        },
        Call("correct", .change) { room, _, claim, _, visitor in
            try await room.bench.decide(claim, .correct(kind: .price, side: nil), expecting: .suggested, by: visitor)
        },
        Call("add finding", .change) { room, id, _, _, visitor in
            try await room.bench.addFinding(.benefit, in: id, words: 0..<7, transcriptVersion: 1, side: nil, note: nil, by: visitor)
        },
        Call("receive recording", .change) { room, _, _, _, visitor in _ = try room.bench.receiveRecording(by: visitor) },
        Call("attach recording", .change) { room, id, _, _, visitor in
            let file = try room.bench.receiveRecording(by: .owner)
            try file.append(RecordingTests.wav())
            try await room.bench.attachRecording(file, named: "a.wav", to: id, by: visitor)
        },
        Call("export document", .export) { room, id, _, _, visitor in _ = try await room.bench.exportDocument(of: id, by: visitor) },
        Call("export findings", .export) { room, id, _, _, visitor in _ = try await room.bench.exportTable(.findings, of: id, by: visitor) },
        Call("export original", .export) { room, id, _, _, visitor in _ = try await room.bench.exportOriginal(of: id, by: visitor) },
        Call("erase", .erase) { room, id, _, _, visitor in try await room.bench.erase(id, by: visitor) },
    ]

    /// A room with a meeting whose cast was changed once, a suggestion in it, and a file that waits.
    func prepared() async throws -> (Room, Identifier<Meeting>, Identifier<Claim>, IntakeItem) {
        let room = try await Room.open()
        let id = try await room.meeting().id
        try await room.bench.edit(castOf: id, .add(name: "Eva", side: nil, organization: nil, function: nil), expecting: 1, by: .owner)
        let item = try await room.bench.keepTranscript(vtt(Array(talk.prefix(4))), named: "b.vtt", details: .bothSides, by: .owner)
        return (room, id, try await room.open(id).claim(.benefit).id, item)
    }

    @Test("without its permission a use case is refused before anything happens", arguments: calls)
    func refused(call: Call) async throws {
        let (room, id, claim, item) = try await prepared()
        let version = try await room.bench.store.version()
        let visitor = Visitor(name: "Guest", permissions: Set(Permission.allCases).subtracting([call.permission]))
        let refusal = await #expect(throws: NotPermitted.self) { try await call.run(room, id, claim, item, visitor) }
        #expect(refusal == NotPermitted(visitor: "Guest", permission: call.permission))
        expectSentence(refusal)
        #expect(try await room.bench.store.version() == version)
        #expect(room.bench.settings == WorkspaceSettings())
    }

    @Test("with its permission, and that to read, a use case goes on", arguments: calls)
    func allowed(call: Call) async throws {
        let (room, id, claim, item) = try await prepared()
        try await call.run(room, id, claim, item, Visitor(name: "Guest", permissions: [.read, call.permission]))
    }

    @Test("exporting needs reading too: what may not be seen may not be taken out")
    func exportNeedsRead() async throws {
        let (room, id, _, _) = try await prepared()
        let visitor = Visitor(name: "Guest", permissions: [.export])
        for table in ExportTable.allCases {
            await #expect(throws: NotPermitted.self) { try await room.bench.exportTable(table, of: id, by: visitor) }
        }
        await #expect(throws: NotPermitted.self) { try await room.bench.exportDocument(of: id, by: visitor) }
        await #expect(throws: NotPermitted.self) { try await room.bench.exportOriginal(of: id, by: visitor) }
    }
}
