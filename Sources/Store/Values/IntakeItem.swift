public import Covalence

/// An uploaded file on its way into the record. Its bytes are in the vault before the item is noted, so an import that was
/// broken off can be taken up again.
public struct IntakeItem: Hashable, Sendable, Identifiable {
    public var id: Identifier<IntakeItem>
    public var file: StoredFile
    public var state: State
    /// What the person gave with the file (title, time, sides), as JSON; the store does not read it.
    public var details: String
    /// Who brought it in; nil for the operator.
    public var broughtInBy: Identifier<Member>?

    /// What happened to the file.
    public enum State: Hashable, Sendable {
        /// It waits to be read, or reading it was broken off.
        case received
        /// A person decides between importing the rest and nothing; the problems as JSON.
        case needsDecision(problems: String)
        /// It became a meeting.
        case imported(Identifier<Meeting>)
        /// It was not taken; why.
        case refused(reason: String)

        /// The state without what goes with it.
        public enum Name: String, Hashable, Sendable, CaseIterable {
            case received
            case needsDecision = "needs-decision"
            case imported
            case refused
        }

        /// The state without what goes with it.
        public var name: Name {
            switch self {
            case .received: .received
            case .needsDecision: .needsDecision
            case .imported: .imported
            case .refused: .refused
            }
        }
    }

    /// A file that was uploaded.
    public init(id: Identifier<IntakeItem>, file: StoredFile, state: State = .received, details: String = "{}", broughtInBy: Identifier<Member>? = nil) {
        self.id = id
        self.file = file
        self.state = state
        self.details = details
        self.broughtInBy = broughtInBy
    }
}
