import Crypto
import Foundation

/// Writes a snapshot record by record, and counts what it writes.
///
/// Unchecked: one export has it, whose steps (files, then one database, then the other) follow each other and each wait for the one before.
final class SnapshotWriter: @unchecked Sendable {
    private var chunks: ChunkWriter
    private var hash = SHA256()
    private var table: TableDigest?
    private let report: @Sendable (SnapshotProgress) -> Void
    private var progress = SnapshotProgress()
    private var reported = 0
    private(set) var summary: SnapshotSummary

    init(_ sink: SnapshotSink, key: SnapshotKey?, header: SnapshotHeader, report: @escaping @Sendable (SnapshotProgress) -> Void) throws {
        chunks = try ChunkWriter(sink, try SnapshotSeal(new: key))
        summary = SnapshotSummary(header: header)
        self.report = report
        try write(.header, Self.json(header))
    }

    // MARK: Files

    /// Writes a file.
    ///
    /// - Parameter next: its next bytes; none at the end.
    /// - Returns: whether it was whole. If not, a reader passes over it.
    func file(_ head: SnapshotFileHead, _ next: () throws -> Data) throws -> Bool {
        try write(.file, Self.json(head))
        var content = SHA256(), count = 0
        while true {
            let piece = try next()
            if piece.isEmpty { break }
            content.update(data: piece)
            count += piece.count
            // It grew while being read, which files of a vault never do.
            if count > head.bytes { break }
            try write(.piece, piece)
        }
        let isWhole = count == head.bytes && ContentHash(content.finalize()) == head.hash
        try write(.fileEnd, [isWhole ? 1 : 0])
        if isWhole {
            summary.files += 1
            summary.fileBytes += count
            progress.files += 1
        }
        return isWhole
    }

    // MARK: Tables

    func section(_ section: SnapshotSection) throws {
        try write(.section, Self.json(section))
    }

    func begin(_ head: SnapshotTableHead, in section: SnapshotSection) throws {
        table = TableDigest(workspace: section.workspace, part: section.part, table: head.name)
        try write(.table, Self.json(head))
    }

    func row(_ row: [UInt8]) throws {
        guard row.count <= SnapshotRecord.limit else {
            throw StoreError.refused("A row of the table \(table?.table ?? "") has \(row.count) bytes, more than a backup can hold.")
        }
        table?.add(row)
        progress.rows += 1
        try write(.row, row)
    }

    func endTable() throws {
        guard let table else { return }
        try write(.tableEnd, Self.json(table))
        summary.tables.append(table)
        self.table = nil
    }

    // MARK: The end

    func erasures(_ erasures: SnapshotSummary.Erasures) throws {
        summary.erasures.append(erasures)
        try write(.erasures, Self.json(erasures))
    }

    func close(missing: [ContentHash]) throws -> SnapshotSummary {
        summary.missingFiles = missing
        let sum = ContentHash(hash.finalize())
        try write(.closing, Self.json(SnapshotClosing(rows: summary.rows, files: summary.files, missingFiles: missing, sha256: sum)))
        try chunks.finish()
        summary.bytes = chunks.written
        return summary
    }

    private func write(_ kind: SnapshotRecord, _ content: some Collection<UInt8>) throws {
        let head = [kind.rawValue] + UInt32(content.count).bytes
        hash.update(data: head)
        if content.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
            hash.update(data: Array(content))
        }
        try chunks.write(head)
        try chunks.write(content)
        progress.bytes = chunks.written
        if progress.bytes - reported >= 4 << 20 {
            reported = progress.bytes
            report(progress)
        }
    }

    private static func json(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}
