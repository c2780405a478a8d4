public import Covalence

/// Whose topics: a set of conversations of which each has topics of its own.
public enum TopicSet: Hashable, Sendable {
    case account(Identifier<Organization>)
    /// All that a member sees; nil for everything in the workspace.
    case workspace(seenBy: Identifier<Member>?)

    /// The account, where it is one's.
    public var account: Identifier<Organization>? { if case .account(let id) = self { id } else { nil } }
    /// The member, where it is what one sees.
    public var seenBy: Identifier<Member>? { if case .workspace(let id) = self { id } else { nil } }
}

/// What people did with topics.
public protocol TopicStore: Sendable {
    /// The topics of a set with which people did something, by id.
    func topics(of set: TopicSet) async throws(StoreError) -> [Topic]

    /// What was done with a topic, in order of time.
    func topicHistory(of id: Identifier<Topic>) async throws(StoreError) -> [TopicChange]

    /// Keeps topics as they are now with what was done to each, in one transaction.
    ///
    /// The version of a topic is the one that was seen, 0 for one that is not kept yet; what is kept has the next.
    ///
    /// - Throws: `StoreError.conflict(.record)` where somebody else did something with it meanwhile; `StoreError.refused` where there are too many, or a name is too long.
    func keep(_ topics: [(topic: Topic, change: TopicChange)]) async throws(StoreError)
}
