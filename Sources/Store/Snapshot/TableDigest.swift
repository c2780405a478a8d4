import Crypto
public import Covalence

/// How many rows a table of a workspace has, and a checksum of them that does not depend on engine, order or inner numbers: the sum of
/// the rows' SHA-256, modulo 2^256.
public struct TableDigest: Hashable, Sendable, Codable {
    public let workspace: Identifier<Workspace>
    /// `store` or `audit`.
    public let part: String
    public let table: String
    public internal(set) var rows = 0
    private var words: [UInt64] = [0, 0, 0, 0]

    init(workspace: Identifier<Workspace>, part: SnapshotPart, table: String) {
        self.workspace = workspace
        self.part = part.rawValue
        self.table = table
    }

    mutating func add(_ row: [UInt8]) {
        rows += 1
        var carry: UInt64 = 0
        SHA256.hash(data: row).withUnsafeBytes { digest in
            for index in 0..<4 {
                let part = UInt64(littleEndian: digest.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
                let (first, over) = words[index].addingReportingOverflow(part)
                let (second, again) = first.addingReportingOverflow(carry)
                words[index] = second
                carry = (over ? 1 : 0) + (again ? 1 : 0)
            }
        }
    }

    /// 64 hexadecimal digits.
    public var checksum: String {
        words.reversed().map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
    }
}

/// Which of the two databases a table is in.
enum SnapshotPart: String, Hashable, Sendable, Codable {
    case store
    case audit
}
