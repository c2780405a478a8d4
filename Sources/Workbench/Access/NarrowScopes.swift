import Store

extension Workbench {
    /// Asks, before anything is done, whether a token has the scopes of all that a request is made of; and takes from the visitor those
    /// scopes that it does not need.
    ///
    /// A request that changes something and shows it needs both. Asked one after the other, the change would be made and its answer
    /// refused. What is taken away here makes a list that forgot an action fail for everybody, in the first test.
    ///
    /// - Parameter actions: what the request will ask for at the door, the first of them the one it is noted under.
    /// - Returns: the visitor with these scopes only; as they are, where they came without a token.
    /// - Throws: `ScopeMissing`.
    public func narrowed(_ visitor: Visitor, to actions: [Action]) async throws -> Visitor {
        guard visitor.scopes != nil else { return visitor }
        for action in actions where !visitor.holds(action.scope) {
            // By the same way, for the trace of a refusal.
            try await admit(visitor, to: action)
        }
        var narrow = visitor
        narrow.scopes = Set(actions.map(\.scope))
        return narrow
    }
}
