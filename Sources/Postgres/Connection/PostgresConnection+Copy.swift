internal import CLibPQ
import Foundation

extension PostgresConnection {
    /// Brings in many rows at once: `COPY meeting (id, title) FROM STDIN`. Values become what the columns are, as if they were written
    /// down. Much faster than statements, but a single bad row refuses them all.
    /// - Returns: how many rows were brought in.
    @discardableResult
    public func copy(into sql: String, _ rows: some Sequence<[PostgresValue]>) throws -> Int {
        try refuseSingle()
        try ready()
        try settle()
        guard !sql.utf8.contains(0) else { throw PostgresError.misuse("The statement holds a zero character (U+0000). Take it out.") }
        try leavePipeline()
        if mode == .alone { line.outcome = .unknown }
        try line.sent(PQsendQuery(line.raw, sql))
        guard let first = try line.answer() else { throw line.breakOff() }
        guard first.status == PGRES_COPY_IN, PQbinaryTuples(first.raw) == 0 else { return try refuseCopy(first) }
        var text = CopyText()
        // Whoever makes the rows can ask nothing of this connection meanwhile.
        isStreaming = true
        defer { isStreaming = false }
        do {
            var number = 0
            for row in rows {
                number += 1
                try text.append(row, number: number)
                if text.bytes.count >= 1 << 16 { try put(&text) }
                if line.isCancelled { throw PostgresError.cancelled }
            }
            try put(&text)
        } catch {
            guard !line.isBroken else { throw error }
            // The server takes nothing of a COPY that is ended with a reason.
            try end("a row could not be sent")
            // The error is the reason just given.
            _ = try? finishCommand()
            if mode != .alone, let error = error as? PostgresError { failure = error }
            throw error
        }
        try end(nil)
        return try finishCommand()?.changes ?? 0
    }

    private func refuseCopy(_ first: Answer) throws -> Int {
        if first.status == PGRES_FATAL_ERROR {
            let error = meaning(of: first)
            _ = try line.answer()
            if mode != .alone { failure = error }
            throw error
        }
        _ = line.breakOff()
        throw PostgresError.misuse("This is not a statement that brings in rows as text. Write COPY table (columns) FROM STDIN.")
    }

    private func put(_ text: inout CopyText) throws(PostgresError) {
        try transfer {
            text.bytes.withUnsafeBytes { memory in
                PQputCopyData(line.raw, memory.assumingMemoryBound(to: CChar.self).baseAddress, Int32(memory.count))
            }
        }
        text.bytes.removeAll(keepingCapacity: true)
    }

    private func end(_ reason: String?) throws(PostgresError) {
        try transfer { PQputCopyEnd(line.raw, reason) }
        try line.flush()
    }

    /// Repeats while libpq's memory for what is to be sent is full.
    private func transfer(_ put: () -> Int32) throws(PostgresError) {
        while true {
            switch put() {
            case 1: return try line.flush()
            case 0:
                let came = try line.wait(for: COVALENCE_PQ_READABLE | COVALENCE_PQ_WRITABLE)
                if came & Int32(COVALENCE_PQ_READABLE) != 0 { try line.consume() }
                try line.flush()
            default: throw line.breakOff()
            }
        }
    }
}

/// Rows as COPY takes them: a line each, values parted by tabs.
struct CopyText {
    var bytes: [UInt8] = []

    mutating func append(_ row: [PostgresValue], number: Int) throws(PostgresError) {
        for (place, value) in row.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: "\t")) }
            switch value {
            case .null: bytes.append(contentsOf: "\\N".utf8)
            case .integer(let number): bytes.append(contentsOf: String(number).utf8)
            case .real(let number): bytes.append(contentsOf: "\(number)".utf8)
            case .text(let text): try append(text, parameter: place + 1)
            case .bytes(let data):
                bytes.append(contentsOf: "\\\\x".utf8)
                for byte in data {
                    bytes.append(Self.digits[Int(byte >> 4)])
                    bytes.append(Self.digits[Int(byte & 15)])
                }
            }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private mutating func append(_ text: String, parameter: Int) throws(PostgresError) {
        for byte in text.utf8 {
            switch byte {
            case 0: throw .zeroCharacter(parameter: parameter)
            case UInt8(ascii: "\\"): bytes += Array("\\\\".utf8)
            case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
            case UInt8(ascii: "\r"): bytes += Array("\\r".utf8)
            case UInt8(ascii: "\t"): bytes += Array("\\t".utf8)
            default: bytes.append(byte)
            }
        }
    }
}
