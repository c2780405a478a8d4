/// Why a snapshot could not be read. Every case says what is wrong and what to do.
public enum SnapshotError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file does not begin as a backup does.
    case notASnapshot
    /// It was written in a later form than this Covalence knows.
    case newerForm(Int)
    /// It holds tables of a newer Covalence, of this version.
    case newerSchema(madeBy: String)
    /// It ends early or was changed: where, and what is wrong there.
    case broken(place: String, what: String)
    /// It is encrypted, and no key was given.
    case keyNeeded
    /// It is encrypted with another key.
    case wrongKey
    /// A key was given, and it is not encrypted: perhaps it is not the file that was meant.
    case notEncrypted
    /// What was given as a key is none; the sentence says why.
    case badKey(String)
    /// What it holds cannot go where it should; the sentence says why.
    case refused(String)

    public var description: String {
        switch self {
        case .notASnapshot: "This is not a backup of Covalence. Name a file that covalence backup wrote."
        case .newerForm(let version): "This backup has form \(version), which is newer than this Covalence can read. Use a newer Covalence."
        case .newerSchema(let madeBy): "This backup was made by Covalence \(madeBy.prefix(40)), which is newer than this one. Use that version or a later one."
        case .broken(let place, let what): "The backup is damaged \(place): \(what). Use another backup; nothing was restored from this one."
        case .keyNeeded: "This backup is encrypted. Give the key it was made with: --key-file FILE."
        case .wrongKey: "This key does not open the backup: it was made with another key. Nothing was restored."
        case .notEncrypted: "A key was given, and this backup is not encrypted. If it is the right file, leave --key-file away."
        case .badKey(let why): why
        case .refused(let why): why
        }
    }
}
