public import Covalence
public import Formats
import Foundation

/// What became of a line of a bulk intake.
public struct BulkLineResult: Hashable, Sendable {
    /// Counted from 1.
    public var line: Int
    /// The interaction; nil where the line was refused.
    public var id: Identifier<Interaction>?
    public var status: Status
    /// What is wrong with it, and where; empty unless it was refused.
    public var errors: [InteractionLineProblem.Fault]

    /// What became of it.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case added, updated
        /// The same line was taken in before, or a newer copy of it.
        case unchanged
        /// It is not taken in; the other lines are.
        case refused
    }

    /// A line that was refused, and why.
    static func refused(_ line: Int, _ errors: [InteractionLineProblem.Fault]) -> BulkLineResult { BulkLineResult(line: line, id: nil, status: .refused, errors: errors) }

    /// As one line of JSON with its end, in UTF-8.
    public func append(to bytes: inout [UInt8]) {
        bytes += #"{"line":"#.utf8
        bytes += String(line).utf8
        bytes += #","id":"#.utf8
        if let id {
            bytes.append(0x22)
            Self.append(id, to: &bytes)
            bytes.append(0x22)
        } else {
            bytes += "null".utf8
        }
        bytes += #","status":""#.utf8
        bytes += status.rawValue.utf8
        bytes.append(0x22)
        if !errors.isEmpty {
            bytes += #","errors":"#.utf8
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            // Texts always encode.
            bytes += (try? encoder.encode(errors)) ?? Data("[]".utf8)
        }
        bytes += "}\n".utf8
    }

    private static func append(_ id: Identifier<Interaction>, to bytes: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        withUnsafeBytes(of: id.uuid.uuid) { uuid in
            for (place, byte) in uuid.enumerated() {
                if place == 4 || place == 6 || place == 8 || place == 10 { bytes.append(0x2D) }
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
    }
}

/// How many lines became what.
public struct BulkReport: Hashable, Sendable, Codable {
    public var lines = 0
    public var added = 0
    public var updated = 0
    public var unchanged = 0
    public var refused = 0

    /// No line yet.
    public init() {}

    mutating func count(_ status: BulkLineResult.Status) {
        lines += 1
        switch status {
        case .added: added += 1
        case .updated: updated += 1
        case .unchanged: unchanged += 1
        case .refused: refused += 1
        }
    }
}
