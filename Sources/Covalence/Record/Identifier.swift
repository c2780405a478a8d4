public import Foundation

/// A typed name for one thing of the record or the ledger: a UUID of version 7 (RFC 9562, section 5.7), so that ids made
/// later sort later.
///
/// `Identifier<Claim>` and `Identifier<Meeting>` cannot be mistaken for each other; `Subject` is only a label.
public struct Identifier<Subject>: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// The 128 bits.
    public let uuid: UUID

    /// Wraps a UUID that is known to name a `Subject`.
    public init(_ uuid: UUID) {
        self.uuid = uuid
    }

    /// Reads the canonical form, 36 characters with hyphens, in either case; nil for anything else.
    public init?(_ text: some StringProtocol) {
        guard let uuid = CanonicalForm.uuid(text) else { return nil }
        self.uuid = uuid
    }

    /// A new id for something that is made at `time`.
    ///
    /// - Parameters:
    ///   - time: goes into the first 48 bits, in milliseconds since 1970.
    ///   - generator: the source of the other 74 bits; pass a seeded one in tests.
    public static func make(
        at time: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) -> Identifier {
        let milliseconds = UInt64(clamping: time.milliseconds)
        let first: UInt64 = generator.next()
        let second: UInt64 = generator.next()
        let high = (milliseconds << 16) | 0x7000 | (first & 0x0FFF)
        let low = (second & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        return Identifier(UUID(uuid: (
            byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3),
            byte(high, 4), byte(high, 5), byte(high, 6), byte(high, 7),
            byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3),
            byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
        )))
    }

    /// A new id from the system's random numbers.
    public static func make(at time: Timestamp) -> Identifier {
        var generator = SystemRandomNumberGenerator()
        return make(at: time, using: &generator)
    }

    /// The canonical form in lower case, as in addresses and exports.
    public var description: String { CanonicalForm.text(uuid) }

    /// Ids made in an earlier millisecond come first.
    public static func < (left: Identifier, right: Identifier) -> Bool {
        withUnsafeBytes(of: left.uuid.uuid) { leftBytes in
            withUnsafeBytes(of: right.uuid.uuid) { rightBytes in
                leftBytes.lexicographicallyPrecedes(rightBytes)
            }
        }
    }

    /// Reads the canonical form.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let identifier = Identifier(text) else {
            throw DecodingError.dataCorrupted(.init(
                codingPath: decoder.codingPath,
                debugDescription: "“\(text)” is not an id: 36 characters with hyphens are expected."
            ))
        }
        self = identifier
    }

    /// Writes the canonical form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// The label of workspace ids. Every stored row carries its workspace.
public enum Workspace: Sendable {}
