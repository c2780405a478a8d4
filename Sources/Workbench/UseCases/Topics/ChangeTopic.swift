public import Covalence
import Language
import Store

/// What somebody does with a topic.
public enum TopicDeed: Hashable, Sendable {
    /// Gives it a name; nil for its own words again.
    case rename(String?)
    /// Puts it into another one of the same set.
    case merge(into: Identifier<Topic>)
    /// Takes it out of the one it was put into.
    case separate
    /// Keeps it where it is, so that it gathers what is near, however little that is.
    case pin
    case unpin
    /// Puts it aside, out of the list.
    case dismiss
    case restore
}

extension Workbench {
    /// Does something with a topic of a set: it is known again by its most typical passages, and stays so with new meetings.
    ///
    /// - Parameters:
    ///   - query: the set, as it was looked at.
    ///   - expecting: the version of the topic that was seen, 0 where nobody had done anything with it; nil where that does not matter.
    /// - Throws: `StoreError.notFound` where there is no such topic in sight; `StoreError.refused` where it cannot be done, with the reason; `StoreError.conflict`.
    public func change(
        _ id: Identifier<Topic>, of query: TopicQuery, _ deed: TopicDeed, expecting version: Int? = nil, by visitor: Visitor
    ) async throws {
        try await admit(visitor, to: .changeTopics, query.account.map { .organization($0) } ?? .workspace)
        let look = try await look(query, visitor)
        guard let made = try await find(look, patience: .seconds(60)) else {
            throw StoreError.unavailable("The topics are still being found. Try again in a minute.")
        }
        var topic = try topic(id, look, made)
        if let version, version != topic.version { throw StoreError.conflict(.record(expected: version, found: topic.version)) }
        let before = topic
        var done: [(topic: Topic, change: TopicChange)] = []
        let (author, time) = (visitor.name, now())
        switch deed {
        case .rename(let text):
            topic.name = try text.flatMap(Self.topicName)
            done = [(topic, TopicChange(.renamed, name: topic.name, by: author, at: time))]
        case .merge(let target):
            guard target != id else { throw StoreError.refused("A topic cannot be put into itself.", at: "/into") }
            let into = try self.topic(target, look, made)
            guard into.mergedInto == nil else { throw StoreError.refused("The other topic was itself put into one. Choose that one.", at: "/into") }
            topic.mergedInto = target
            topic.isPinned = false
            topic.isDismissed = false
            done = [(topic, TopicChange(.merged, into: target, by: author, at: time))]
            // What was put into this one goes along, so that nothing hangs on a topic that is none any more.
            for var part in look.input.kept where part.mergedInto == id {
                part.mergedInto = target
                done.append((part, TopicChange(.merged, into: target, by: author, at: time)))
            }
            // The other is kept as well: by its own passages it is known again.
            done.append((into, TopicChange(.gathered, into: id, by: author, at: time)))
        case .separate:
            guard topic.mergedInto != nil else { throw StoreError.refused("This topic was not put into another one.") }
            topic.mergedInto = nil
            done = [(topic, TopicChange(.separated, by: author, at: time))]
        case .pin, .unpin:
            guard topic.mergedInto == nil else { throw StoreError.refused("This topic is a part of another one. Pin that one.") }
            topic.isPinned = deed == .pin
            if topic.isPinned { topic.isDismissed = false }
            done = [(topic, TopicChange(topic.isPinned ? .pinned : .unpinned, by: author, at: time))]
        case .dismiss, .restore:
            guard topic.mergedInto == nil else { throw StoreError.refused("This topic is a part of another one.") }
            topic.isDismissed = deed == .dismiss
            if topic.isDismissed { topic.isPinned = false }
            done = [(topic, TopicChange(topic.isDismissed ? .dismissed : .restored, by: author, at: time))]
        }
        // Asked for twice, it is done once.
        guard topic != before else { return }
        try await store.keep(done)
    }

    /// A topic of a look: as it is kept, or as it was found.
    private func topic(_ id: Identifier<Topic>, _ look: TopicLook, _ made: TopicsMade) throws -> Topic {
        if let kept = look.input.kept.first(where: { $0.id == id }) { return kept }
        guard let found = made.found.topics.first(where: { $0.id == id }) else { throw StoreError.notFound("The topic \(id)") }
        return Topic(
            id: id, account: look.key.set.account, seenBy: look.key.set.seenBy,
            anchors: found.members.prefix(Topic.mostAnchors).map { Topic.Anchor(meeting: $0.meeting, utterance: $0.utterance) }
        )
    }

    /// A name as it is kept; nil where nothing of it can be seen.
    private static func topicName(_ text: String) throws -> String? {
        guard text.unicodeScalars.prefix(20 * Topic.longestName + 1).count <= 20 * Topic.longestName, let name = OneLine.clean(text) else {
            if text.unicodeScalars.count > 20 * Topic.longestName { throw tooLong }
            return nil
        }
        guard name.unicodeScalars.count <= Topic.longestName else { throw tooLong }
        return name
    }

    private static var tooLong: StoreError { .refused("The name of a topic has at most \(Topic.longestName) characters. Give it a shorter one.") }
}
