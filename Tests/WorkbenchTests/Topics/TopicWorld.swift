import Covalence
import Foundation
import Language
import Store
import StoreTesting
@testable import Workbench

/// Meetings whose turns have a meaning made by hand: turns with “lorry” lie on one axis, with “licence” on another, each other turn on one of its own.
enum TopicWorld {
    static let lorry = [
        "The lorry came late again and the delivery stood in the yard", "When a delivery is late our lorry waits for hours outside",
        "Every late delivery costs us a lorry and a driver for the night", "Tell us before the lorry leaves that the delivery will be late",
        "That late delivery on Friday blocked the second lorry as well", "We lost a customer over one late delivery by lorry last month",
    ]
    static let licence = [
        "The licence price for forty seats is above our budget this year", "Our budget allows a licence price of nine hundred euros each",
        "If the licence price drops the budget is no question for us", "Finance cut the budget so the licence price must come down",
        "A yearly licence price fits the budget better than a monthly one", "Budget rounds close in March and the licence price must be fixed",
    ]

    /// A meeting in which these are said by turns, read by meaning.
    @discardableResult
    static func meeting(_ texts: [String], in room: Room, account: Identifier<Organization>? = nil, named name: String = "talk.vtt") async throws -> Identifier<Meeting> {
        let lines = texts.enumerated().map { ($0.offset % 2 == 0 ? "Anna Berg" : "Ben Holt", $0.element) }
        let meeting = try await room.meeting(vtt(lines), named: name)
        if let account { try await room.bench.store.setAccounts(of: meeting.id, [account], at: room.bench.now()) }
        try await read(meeting.id, room.bench.store)
        return meeting.id
    }

    /// Keeps a meaning of each passage, as the job that reads would.
    static func read(_ id: Identifier<Meeting>, _ store: any WorkspaceStore) async throws {
        let words = try await store.transcript(of: id)
        let passages = PassageMaker.spoken(words.transcript)
        var meaning = Data()
        for (number, passage) in passages.enumerated() {
            var row = [Int8](repeating: 0, count: 384)
            row[passage.text.contains("lorry") ? 0 : passage.text.contains("licence") ? 1 : 2 + Int(TopicPlace(id, number).lot % 60)] = 100
            row[64 + Int(TopicPlace(id, passage.first).lot % 300)] = 30
            meaning.append(row.withUnsafeBytes { Data($0) })
        }
        try await store.keep(PassageSet(
            .meeting(id), engine: PassageMaker.engine, madeFrom: words.version.version, madeAt: Workbench.clock(),
            passages: passages.map { Passage(first: $0.first, count: $0.count, range: $0.range, label: $0.label, scale: 0.01) }, meaning: meaning
        ))
    }
}
