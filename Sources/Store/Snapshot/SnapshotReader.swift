import Covalence
import Crypto
import Foundation

/// What a snapshot holds next. What is told is checked as far as it was read; only after `.end` the whole is known to be as it was written.
enum SnapshotEvent {
    case file(SnapshotFileHead)
    case piece([UInt8])
    /// The file's bytes have its hash; false where it was not whole when the snapshot was made.
    case fileEnd(isWhole: Bool)
    case section(SnapshotSection)
    case table(SnapshotTableHead)
    case row([Scalar])
    case tableEnd
    case erasures(SnapshotSummary.Erasures)
    case end(SnapshotSummary)
}

/// Reads a snapshot record by record. It trusts nothing: order, lengths, hashes and counts are checked, and what is wrong is told with its place.
///
/// Unchecked: one restore has it, whose steps follow each other and each wait for the one before.
final class SnapshotReader: @unchecked Sendable {
    let header: SnapshotHeader
    private var chunks: ChunkReader
    private var hash: SHA256
    private var summary: SnapshotSummary
    private var file: (head: SnapshotFileHead, content: SHA256, count: Int)?
    private var section: SnapshotSection?
    private var table: (head: SnapshotTableHead, digest: TableDigest)?
    private var sections: Set<SnapshotSection> = []
    private var waiting: SnapshotEvent?
    private let report: @Sendable (SnapshotProgress) -> Void
    private var progress = SnapshotProgress()
    private var reported = 0

    /// Begins to read: the head and what the snapshot says of itself.
    init(_ source: SnapshotSource, key: SnapshotKey?, report: @escaping @Sendable (SnapshotProgress) -> Void = { _ in }) throws {
        chunks = try ChunkReader(source, key: key)
        hash = SHA256()
        self.report = report
        let (kind, content) = try Self.record(&chunks, &hash)
        guard kind == .header else { throw chunks.broken("it does not begin with its header") }
        header = try Self.decode(SnapshotHeader.self, content, chunks)
        guard Set(header.workspaces.map(\.id)).count == header.workspaces.count else { throw chunks.broken("its header names a workspace twice") }
        summary = SnapshotSummary(header: header)
    }

    /// Reads all of it and does nothing with it.
    func readToEnd() throws -> SnapshotSummary {
        while true { if case .end(let summary) = try next() { return summary } }
    }

    /// What comes next, without taking it.
    func peek() throws -> SnapshotEvent {
        if let waiting { return waiting }
        let event = try next()
        waiting = event
        return event
    }

    func next() throws -> SnapshotEvent {
        if let event = waiting {
            waiting = nil
            return event
        }
        let before = hash
        let (kind, content) = try Self.record(&chunks, &hash)
        progress.bytes = chunks.offset
        if progress.bytes - reported >= 4 << 20 {
            reported = progress.bytes
            report(progress)
        }
        switch kind {
        case .row: return .row(try row(content))
        case .piece: return .piece(try piece(content))
        case .file, .fileEnd: return try fileEvent(kind, content)
        case .table, .tableEnd, .section: return try tableEvent(kind, content)
        case .erasures:
            guard table == nil, file == nil else { throw broken("erasures stand within something else") }
            let erasures = try Self.decode(SnapshotSummary.Erasures.self, content, chunks)
            guard header.workspaces.contains(where: { $0.id == erasures.workspace }) else { throw broken("it holds a workspace its header does not name") }
            summary.erasures.append(erasures)
            return .erasures(erasures)
        case .closing: return .end(try close(content, before))
        case .header: throw broken("a second header")
        }
    }

    /// The error for something wrong here.
    func broken(_ what: String) -> SnapshotError {
        guard let table else { return chunks.broken(what) }
        return .broken(place: "near byte \(chunks.offset), in row \(table.digest.rows) of the table \(table.head.name)", what: what)
    }

    // MARK: Records

    private static func record(_ chunks: inout ChunkReader, _ hash: inout SHA256) throws -> (SnapshotRecord, [UInt8]) {
        guard try !chunks.isAtEnd() else { throw chunks.broken("it ends without its closing record") }
        let head = try chunks.take(5)
        guard let kind = SnapshotRecord(rawValue: head[0]) else { throw chunks.broken("an unknown kind of record") }
        let count = Int(UInt32(bytes: head[1...]))
        guard count <= SnapshotRecord.limit else { throw chunks.broken("a record cannot have \(count) bytes") }
        let content = try chunks.take(count)
        hash.update(data: head)
        hash.update(data: content)
        return (kind, content)
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ content: [UInt8], _ chunks: ChunkReader) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(content))
        } catch {
            throw chunks.broken("a record cannot be read")
        }
    }

    private func row(_ content: [UInt8]) throws -> [Scalar] {
        guard let head = table?.head else { throw broken("a row outside of a table") }
        guard let values = Scalar.decode(content, count: head.columns.count) else { throw broken("a row cannot be read") }
        table?.digest.add(content)
        progress.rows += 1
        return values
    }

    private func piece(_ content: [UInt8]) throws -> [UInt8] {
        guard let head = file?.head, let count = file?.count, count + content.count <= head.bytes else { throw broken("a piece of no file") }
        file?.content.update(data: content)
        file?.count += content.count
        return content
    }

    private func fileEvent(_ kind: SnapshotRecord, _ content: [UInt8]) throws -> SnapshotEvent {
        if kind == .file {
            guard file == nil, section == nil else { throw broken("a file stands within something else") }
            let head = try Self.decode(SnapshotFileHead.self, content, chunks)
            guard head.bytes >= 0 else { throw broken("a file of \(head.bytes) bytes") }
            file = (head, SHA256(), 0)
            return .file(head)
        }
        guard let ended = file, content == [0] || content == [1] else { throw broken("the end of no file") }
        file = nil
        guard content == [1] else { return .fileEnd(isWhole: false) }
        guard ended.count == ended.head.bytes, ContentHash(ended.content.finalize()) == ended.head.hash else {
            throw broken("the file \(ended.head.hash) is not as it was")
        }
        summary.files += 1
        summary.fileBytes += ended.count
        progress.files += 1
        return .fileEnd(isWhole: true)
    }

    private func tableEvent(_ kind: SnapshotRecord, _ content: [UInt8]) throws -> SnapshotEvent {
        if kind == .section {
            guard file == nil, table == nil else { throw broken("a workspace begins within something else") }
            let next = try Self.decode(SnapshotSection.self, content, chunks)
            guard header.workspaces.contains(where: { $0.id == next.workspace }), sections.insert(next).inserted else {
                throw broken("a workspace its header does not name, or one that is there twice")
            }
            section = next
            return .section(next)
        }
        if kind == .table {
            guard let section, table == nil, file == nil else { throw broken("a table of no workspace") }
            let head = try Self.decode(SnapshotTableHead.self, content, chunks)
            table = (head, TableDigest(workspace: section.workspace, part: section.part, table: head.name))
            return .table(head)
        }
        guard let digest = table?.digest else { throw broken("the end of no table") }
        let told = try Self.decode(TableDigest.self, content, chunks)
        guard told == digest else { throw broken("rows were \(told.rows) when it was made, are \(digest.rows), or differ") }
        table = nil
        summary.tables.append(digest)
        return .tableEnd
    }

    private func close(_ content: [UInt8], _ before: SHA256) throws -> SnapshotSummary {
        guard file == nil, table == nil else { throw broken("it closes within something else") }
        let closing = try Self.decode(SnapshotClosing.self, content, chunks)
        guard closing.sha256 == ContentHash(before.finalize()), closing.rows == summary.rows, closing.files == summary.files else {
            throw broken("its checksum or its counts are not those it was made with")
        }
        guard try chunks.isAtEnd() else { throw broken("something follows its closing record") }
        summary.missingFiles = closing.missingFiles
        summary.bytes = chunks.offset
        return summary
    }
}
