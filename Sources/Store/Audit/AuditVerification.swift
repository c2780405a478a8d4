public import Foundation

/// What reading a workspace's chains again found.
public struct AuditVerification: Hashable, Sendable {
    /// Entries read.
    public var entries: Int
    /// Entries that were dropped on purpose, under a signed cut.
    public var dropped: Int
    /// Seals whose entry and hash were compared.
    public var seals: Int
    /// Entries after the last seal: held by the chain only.
    public var unsealed: Int
    /// The public keys the seals are signed with. More than one without a reason you know of is a reason to ask.
    public var keys: Set<Data>
    /// What is wrong first; nil where all is well.
    public var breach: Breach?

    /// Whether nothing was found wrong.
    public var isSound: Bool { breach == nil }

    /// The first place at which a chain is not what was written.
    public struct Breach: Hashable, Sendable, CustomStringConvertible {
        public var node: UUID
        /// The entry's number in its chain.
        public var sequence: Int64
        public var kind: Kind

        public var description: String {
            "In the chain of node \(node.uuidString.lowercased()), \(kind.sentence(sequence)) "
                + "Keep a copy of the folder as it is, and compare it with a backup."
        }
    }

    /// What is wrong.
    public enum Kind: Hashable, Sendable {
        /// The entry is not the one that was written, or the one before it is not.
        case changed
        /// Entries are not there: this many, from this sequence on.
        case missing(Int64)
        /// The entry was written at another place in the chain.
        case reordered(from: Int64)
        /// The chain ends before this entry, which a seal says was there.
        case cutAtEnd
        /// The chain fits together, but is another one than was sealed: it was written anew.
        case rewritten
        /// A seal or cut about this entry does not carry a good signature of a key that is believed.
        case badSeal
        /// The entry is not found under the ids it names.
        case hidden

        func sentence(_ sequence: Int64) -> String {
            switch self {
            case .changed: "entry \(sequence) was changed."
            case .missing(let count): "\(count) entries are missing from \(sequence) on."
            case .reordered(let former): "entry \(sequence) was entry \(former) when it was written."
            case .cutAtEnd: "the end is missing: a seal covers entry \(sequence), which is not there."
            case .rewritten: "entry \(sequence) is not the one that was sealed: the chain was written anew."
            case .badSeal: "the seal of entry \(sequence) is not signed by a key that is believed."
            case .hidden: "entry \(sequence) is not found by the ids it names."
            }
        }
    }
}
