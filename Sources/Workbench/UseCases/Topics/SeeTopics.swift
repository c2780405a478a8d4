public import Covalence
import Foundation
public import Language
public import Store

/// Whose topics somebody looks at, and of when.
public struct TopicQuery: Hashable, Sendable {
    /// Nil for all conversations in sight.
    public var account: Identifier<Organization>?
    /// Only of meetings that began at or after this.
    public var from: Timestamp?
    /// Before this.
    public var before: Timestamp?

    /// All that is in sight; set what should hold.
    public init(account: Identifier<Organization>? = nil, from: Timestamp? = nil, before: Timestamp? = nil) {
        self.account = account
        self.from = from
        self.before = before
    }
}

/// The topics of a set of conversations, as somebody may see them.
public struct TopicsInSight: Sendable {
    /// A topic with what people did with it.
    public struct Line: Sendable {
        public var found: FoundTopic
        /// Nil where nobody did anything with it yet.
        public var kept: Topic?
        /// What was done with it, in order of time.
        public var history: [TopicChange]
        /// Topics that were put into it.
        public var parts: [Topic]
        public var moments: [TypicalMoment]

        /// The name people gave it, or its own words.
        public var name: String { kept?.name ?? Self.words(found) }

        /// Its own words as a name.
        static func words(_ found: FoundTopic) -> String {
            found.words.isEmpty ? "No word is used twice" : found.words.joined(separator: ", ")
        }
    }

    /// A turn that is typical of a topic.
    public struct TypicalMoment: Sendable {
        /// The turn's first utterance, with the words of the whole turn.
        public var moment: Moment
    }

    public var query: TopicQuery
    /// Nil while they are being found: ask again in a second.
    public var found: FoundTopics?
    /// Topics, the largest first; pinned ones before the others.
    public var lines: [Line]
    /// Those that were put aside.
    public var dismissed: [Line]
    /// Meetings of the set that were read by meaning.
    public var meetings: Int
    /// How much of the workspace was read by meaning.
    public var progress: PassageProgress
    /// Whether the sentence encoder is installed, without which nothing new is read.
    public var canRead: Bool
}

extension Workbench {
    /// What the conversations in sight are about: topics by meaning, named by their own words or by people.
    ///
    /// - Parameter patience: how long it is waited for topics that have to be found; `found` is nil where that is longer.
    public func topics(_ query: TopicQuery, patience: Duration = .milliseconds(900), by visitor: Visitor) async throws -> TopicsInSight {
        try await admit(visitor, to: .seeTopics, query.account.map { .organization($0) } ?? .workspace)
        let look = try await look(query, visitor)
        let made = try await find(look, patience: patience)
        var seen = TopicsInSight(
            query: query, found: made?.found, lines: [], dismissed: [], meetings: look.input.stamps.count,
            progress: try await store.passageProgress(engine: PassageMaker.engine), canRead: analyzer.meaning != nil
        )
        guard let made else { return seen }
        let kept = Dictionary(look.input.kept.map { ($0.id, $0) }) { first, _ in first }
        for topic in made.found.topics {
            let own = kept[topic.id]
            let line = TopicsInSight.Line(
                found: topic, kept: own, history: own == nil ? [] : try await store.topicHistory(of: topic.id),
                parts: look.input.kept.filter { $0.mergedInto == topic.id }, moments: try await moments(of: topic, made)
            )
            if own?.isDismissed == true { seen.dismissed.append(line) } else { seen.lines.append(line) }
        }
        seen.lines = seen.lines.filter { $0.found.isPinned } + seen.lines.filter { !$0.found.isPinned }
        return seen
    }

    private func moments(of topic: FoundTopic, _ made: TopicsMade) async throws -> [TopicsInSight.TypicalMoment] {
        var found: [TopicsInSight.TypicalMoment] = []
        for place in topic.moments {
            // What was erased since is left out.
            guard var moment = try await store.moments(at: [(meeting: place.meeting, utterance: place.utterance)]).first else { continue }
            if let length = made.lengths[place], length > 1 {
                let turn = try await store.utterances(of: place.meeting, in: place.utterance..<place.utterance + length).utterances
                moment.text = turn.map(\.utterance.text).joined(separator: " ")
            }
            found.append(TopicsInSight.TypicalMoment(moment: moment))
        }
        return found
    }
}

/// What somebody looks at, before anything is found in it.
struct TopicLook: Sendable {
    var key: TopicShelf.Key
    var input: TopicShelf.Input
    /// All that is in sight of the set, whenever it was: where topics that people did something with are known by.
    var everything: [PassageStamp]
}

extension Workbench {
    /// What of a set is in sight. To be asked by those who were admitted.
    func look(_ query: TopicQuery, _ visitor: Visitor) async throws -> TopicLook {
        let scope = visitor.scope
        let set: TopicSet = query.account.map { .account($0) } ?? .workspace(seenBy: scope == .everything ? nil : visitor.member)
        let all = try await store.passageStamps(MeetingFilter(account: query.account, scope: scope), engine: PassageMaker.engine)
        let isCut = query.from != nil || query.before != nil
        let stamps = !isCut ? all : try await store.passageStamps(
            MeetingFilter(from: query.from, before: query.before, account: query.account, scope: scope), engine: PassageMaker.engine
        )
        return TopicLook(
            key: TopicShelf.Key(set: set, from: query.from, before: query.before, scope: scope),
            input: TopicShelf.Input(stamps: stamps, kept: try await store.topics(of: set)), everything: all
        )
    }

    func find(_ look: TopicLook, patience: Duration) async throws -> TopicsMade? {
        let (store, passages) = (store, passages)
        return try await topicShelf.topics(look.key, of: look.input, patience: patience) { former in
            let known = Set(look.input.kept.flatMap(\.anchors).map(\.meeting))
            let anchored = look.everything.filter { stamp in
                if case .meeting(let id) = stamp.holder { known.contains(id) } else { false }
            }
            let kept = TopicMaterial.earlier(look.input.kept, in: try await passages.sets(anchored, from: store))
            let ids = Set(look.input.kept.map(\.id))
            let material = try await TopicMaterial(try await passages.sets(look.input.stamps, from: store), in: store)
            return material.topics(earlier: kept + former.filter { !ids.contains($0.id) }, salt: Self.salt(look.key.set))
        }
    }

    /// Nothing of what was erased stays in topics that were found with it.
    func letGoOfTopics() { Task { await topicShelf.letGo() } }

    private static func salt(_ set: TopicSet) -> UInt64 {
        guard let uuid = set.account?.uuid ?? set.seenBy?.uuid else { return 0 }
        return withUnsafeBytes(of: uuid.uuid) { bytes in bytes.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 } }
    }
}
