/// Why the database did not do what it was asked. Every case says what happened and what to do, and never holds a password or a value.
public enum PostgresError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text is not the address of a database; the sentence says what is wrong with it.
    case badAddress(String)
    /// No connection came about; the sentence says why.
    case notReachable(String)
    /// The server refused the user or the password.
    case notAllowed(String)
    /// The server is there, but it is not one we can work with; the sentence says why.
    case notSupported(String)
    /// No connection became free in time.
    case tooBusy(waited: Duration)
    /// The pool was closed.
    case closed
    /// The task that asked was cancelled. Nothing was changed.
    case cancelled
    /// The connection was lost on the way.
    case brokenOff(Outcome)
    /// The server refused a statement: its five-letter code (SQLSTATE), its words, and the constraint that was broken, if one was.
    case statement(code: String, message: String, constraint: String?)
    /// A text holds U+0000; parameters are counted from 1.
    case zeroCharacter(parameter: Int)
    /// A column has a type that is not read.
    case unreadable(column: String, type: UInt32)
    /// The statement cannot be sent as it stands; the sentence says why.
    case misuse(String)

    /// What became of the work when the connection was lost.
    public enum Outcome: Hashable, Sendable {
        /// The transaction had not been asked to commit: the server takes it back.
        case nothingChanged
        /// It had been asked to commit and did not answer: it may have, or not.
        case unknown
    }

    /// The code of a statement the server refused, such as `23505` for a value that is there already.
    public var code: String? {
        if case .statement(let code, _, _) = self { code } else { nil }
    }

    /// Whether the same transaction, begun again, may well succeed: two that stood in each other's way (40001, 40P01).
    public var isWorthRetrying: Bool { code == "40001" || code == "40P01" }

    public var description: String {
        switch self {
        case .badAddress(let why): "\(why) An address looks like postgres://user:password@host:5432/database."
        case .notReachable(let why): "The database cannot be reached: \(why)"
        case .notAllowed(let why): "The database does not let us in: \(why) Check the user and the password in its address."
        case .notSupported(let why): why
        case .tooBusy(let waited):
            "The database is busy: no connection became free within \(waited). Try again; if this happens often, allow more connections."
        case .closed: "The connections to the database were closed. Start the program again."
        case .cancelled: "The request was cancelled; nothing was changed."
        case .brokenOff(.nothingChanged):
            "The connection to the database was lost before the work was done; nothing was changed. Try again."
        case .brokenOff(.unknown):
            "The connection to the database was lost before it said whether the change was kept. Look whether it is there before trying again."
        case .statement(let code, let message, let constraint):
            "The database refused a statement: \(message) (\(code)\(constraint.map { ", constraint \($0)" } ?? ""))."
        case .zeroCharacter(let parameter):
            "Value \(parameter) holds a zero character (U+0000), which a text in PostgreSQL cannot have. Take it out."
        case .unreadable(let column, let type):
            "Column \(column) has a type that is not read as it is (\(ColumnType.name(type))). Write CAST(… AS text) in the statement."
        case .misuse(let why): why
        }
    }
}
