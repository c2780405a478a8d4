public import Covalence

/// Why the store could not do what it was asked. Every case says what happened and what to do.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Somebody else changed it in the meantime; the sentence names what.
    case conflict(Conflict)
    /// There is no such thing in this workspace.
    case notFound(String)
    /// It was there and was erased for good.
    case erased(String)
    /// The record has a file, and its bytes are not in the folder where this node keeps files.
    case missingFile(ContentHash, folder: String)
    /// A thing with this id is there already.
    case exists(Reason)
    /// The value breaks a rule of the store; the sentence says which.
    case refused(Reason)
    /// A file is larger than the limit, in bytes.
    case tooLarge(limit: Int)
    /// The store was written by a newer Covalence.
    case newerSchema(path: String)
    /// The file is not a store of ours, or it is damaged.
    case corrupt(String)
    /// Another process holds the store.
    case locked(path: String)
    /// The database server is away or cannot answer; the sentence says what to do.
    case unavailable(String)
    /// The database went away before it said whether the change was kept: it may be there, or not.
    case unsettled
    /// No room is left on the disk.
    case diskFull(path: String)
    /// The file system refused; the sentence says what.
    case fileSystem(String)
    /// The task that asked was cancelled; nothing was changed.
    case cancelled
    /// Anything else the database said.
    case database(String)

    /// A sentence, and the field it is about.
    public struct Reason: Hashable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
        /// What is wrong and what to do, for whoever asked.
        public var text: String
        /// Where it stands in what was given, as a JSON pointer († RFC 6901) names it in the API: `/domains/1`; nil where it is about no single field.
        public var field: String?

        /// A sentence about a field, or about all of it.
        public init(_ text: String, at field: String? = nil) {
            self.text = text
            self.field = field
        }

        /// A sentence about all of it.
        public init(stringLiteral text: String) { self.init(text) }

        /// A name as a piece of a pointer; what is very long is cut: it is what somebody sent.
        public static func token(_ name: String) -> String { String(name.prefix(100)).replacing("~", with: "~0").replacing("/", with: "~1") }

        /// The sentence.
        public var description: String { text }
    }

    /// A value breaks a rule, and which field has it.
    public static func refused(_ text: String, at field: String) -> StoreError { .refused(Reason(text, at: field)) }

    /// Something with this value of a field is there already.
    public static func exists(_ text: String, at field: String) -> StoreError { .exists(Reason(text, at: field)) }

    /// The field it is about; nil where it is about none.
    public var field: String? {
        switch self {
        case .refused(let reason), .exists(let reason): reason.field
        default: nil
        }
    }

    /// The name of the case, for logs: the sentence could quote what is stored.
    public var kind: String {
        switch self {
        case .conflict: "conflict"
        case .notFound: "notFound"
        case .erased: "erased"
        case .missingFile: "missingFile"
        case .exists: "exists"
        case .refused: "refused"
        case .tooLarge: "tooLarge"
        case .newerSchema: "newerSchema"
        case .corrupt: "corrupt"
        case .locked: "locked"
        case .unavailable: "unavailable"
        case .unsettled: "unsettled"
        case .diskFull: "diskFull"
        case .fileSystem: "fileSystem"
        case .cancelled: "cancelled"
        case .database: "database"
        }
    }

    /// The same about a thing that was given inside of another one: `/newPerson`.
    public func inside(_ place: String) -> StoreError {
        switch self {
        case .refused(let reason): .refused(Reason(reason.text, at: reason.field.map { place + $0 }))
        case .exists(let reason): .exists(Reason(reason.text, at: reason.field.map { place + $0 }))
        default: self
        }
    }

    /// What was expected and what was found instead.
    public enum Conflict: Hashable, Sendable {
        /// The meeting has changed since it was read; versions as of `WorkspaceStore.version(of:)`.
        case meeting(expected: Int, found: Int)
        /// The cast has changed since it was read.
        case cast(expected: Int, found: Int)
        /// The words were corrected since they were read.
        case transcript(expected: Int, found: Int)
        /// The claim was decided on in the meantime.
        case claim(Identifier<Claim>, expected: Standing, found: Standing)
        /// The uploaded file was dealt with in the meantime.
        case intake(expected: IntakeItem.State.Name, found: IntakeItem.State.Name)
        /// An organisation, person or interaction has changed since it was read.
        case record(expected: Int, found: Int)
        /// Something that has no versions is another one than was seen; named as a sentence begins.
        case content(String)
        /// Somebody else does this job now, or it was cancelled.
        case job(Identifier<Job>)
    }

    public var description: String {
        switch self {
        case .conflict(.meeting(let expected, let found)):
            "Somebody changed this meeting while you were looking at it (you saw version \(expected), it is \(found) now). Reload the page and try again."
        case .conflict(.cast(let expected, let found)):
            "Somebody changed the speakers of this meeting while you were looking at them (you saw version \(expected), it is \(found) now). Reload the page and try again."
        case .conflict(.transcript(let expected, let found)):
            "Somebody corrected the words of this meeting while you were reading them (you saw version \(expected), it is \(found) now). Reload the page and try again."
        case .conflict(.claim(_, let expected, let found)):
            "Somebody decided on this finding in the meantime: it was \(expected.rawValue), it is \(found.rawValue) now. Reload the page and look again."
        case .conflict(.intake(let expected, let found)):
            "This file was dealt with in the meantime: it was \(expected.rawValue), it is \(found.rawValue) now. Reload the page."
        case .conflict(.record(let expected, let found)):
            "Somebody changed this while you were editing it (you saw version \(expected), it is \(found) now). Your text is kept below; compare it with what is there now and save again."
        case .conflict(.content(let what)):
            "\(what) was changed while you were looking at it, and nothing of yours was saved. Look at it as it is now and try again."
        case .conflict(.job):
            "This work was cancelled, or is done elsewhere by now. Nothing of it was changed here."
        case .erased(let what): "\(what) was erased while you were looking. Nothing you wrote about it was kept."
        case .notFound(let what): "\(what) is not in this workspace. It may have been erased; go back to the list."
        case .missingFile:
            "The record has this file, and its bytes are not where this program keeps files. Nothing was changed. Whoever runs it should look whether the folder “files” is there and the one that all nodes share, and run covalence doctor; then try again."
        case .exists(let what): "\(what) is in this workspace already."
        case .refused(let why): why.text
        case .tooLarge(let limit):
            "The file is larger than the limit of \(limit) bytes. Use a smaller file, or ask the operator to raise the limit."
        case .newerSchema(let path):
            "The store \(path) was written by a newer version of Covalence. Start that version, or open a store of your own."
        case .corrupt(let what): "\(what) Restore it from a backup, or open another store."
        case .locked(let path):
            "Another process is writing to the store \(path) and did not finish in time. Try again, or stop the other process."
        case .diskFull(let path): "No room is left on the disk that holds \(path). Nothing was changed; make room and try again."
        case .unsettled: "The database went away before it said whether the change was kept. Look whether it is there before you try again."
        case .unavailable(let what), .fileSystem(let what): what
        case .cancelled: "The request was cancelled; nothing was changed."
        case .database(let what): "The database said: \(what)"
        }
    }
}
