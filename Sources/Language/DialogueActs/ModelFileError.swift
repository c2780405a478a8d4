/// Why a file of weights cannot be used.
public enum ModelFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Nothing could be read at this path.
    case unreadable(path: String, reason: String)
    /// The file is not one of ours.
    case foreign(path: String)
    /// It is ours, of a format this program does not read.
    case version(path: String, found: Int, expected: Int)
    /// It ends early, is too long, or its checksum or its numbers do not fit.
    case damaged(path: String, reason: String)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "The weights of the dialogue-act tagger at \(path) cannot be read: \(reason). Reinstall Covalence, or train them anew with Tools/dialogue-acts/train.py."
        case .foreign(let path):
            "\(path) does not hold the weights of a dialogue-act tagger. Name a file written by Tools/dialogue-acts/train.py."
        case .version(let path, let found, let expected):
            "\(path) has format \(found); this program reads format \(expected). Train the weights anew with the Tools/dialogue-acts/train.py of this version."
        case .damaged(let path, let reason):
            "\(path) is damaged: \(reason). Reinstall Covalence, or train the weights anew with Tools/dialogue-acts/train.py."
        }
    }
}
