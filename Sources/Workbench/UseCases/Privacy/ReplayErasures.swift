import Covalence
public import Foundation
import Store

extension Workbench {
    /// What was erased so far, by ids, as JSON lines: to be kept beside backups, and replayed when one is restored.
    public func erasureList(by visitor: Visitor) async throws -> Data {
        try await admit(visitor, to: .changePrivacy)
        return try Self.lines(of: try await store.erasures())
    }

    /// Erasures as JSON lines.
    static func lines(of records: [ErasureRecord]) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        var lines = Data()
        for record in records {
            lines += try encoder.encode(record)
            lines.append(0x0A)
        }
        return lines
    }

    /// Carries out erasures that a restored backup does not know. Those that are done already do nothing.
    ///
    /// - Parameter list: as `erasureList(by:)` gave it.
    /// - Returns: how many were carried out.
    /// - Throws: `StoreError.refused` naming the line that cannot be read; nothing is erased then.
    @discardableResult
    public func replayErasures(from list: Data, by visitor: Visitor) async throws -> Int {
        try await admit(visitor, to: .changePrivacy)
        var records: [ErasureRecord] = []
        for (number, line) in list.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() where !line.isEmpty {
            do {
                records.append(try JSONDecoder().decode(ErasureRecord.self, from: Data(line)))
            } catch {
                throw StoreError.refused("Line \(number + 1) is not an erasure. Use the list as it was written; nothing was erased.")
            }
        }
        // Where all words go, the reading is made while they are there.
        var early = 0
        for record in records {
            guard case .words(let meeting, .all) = record.what, let summary = try? await store.meeting(meeting),
                  try await store.removedWords(of: meeting) != .all
            else { continue }
            try await removeAllWords(of: summary, purging: false)
            early += 1
        }
        // A person's name stands in other people's words too, which the list does not name.
        for record in records {
            if case .person(let person) = record.what, try await eraseAgain(person, at: record.at) { early += 1 }
        }
        defer { readings.removeAll() }
        let count = try await store.replay(records)
        try await store.finishRemovals()
        for record in records {
            if case .meeting(let meeting) = record.what { letGo(of: meeting) }
            if case .words(let meeting, .participants) = record.what, (try? await store.meeting(meeting)) != nil { try await readAnew(meeting) }
        }
        return count + early
    }
}
