public import Covalence
public import Store

/// What a workspace does with the words of a meeting when not everybody in it agreed to analysis. Not known counts as no.
public struct PrivacyPolicy: Hashable, Sendable, Codable {
    /// What is done without everybody's consent.
    public enum WithoutEverybodysConsent: String, Hashable, Sendable, Codable, CaseIterable {
        /// It is read and kept.
        case analyse
        /// It is read, and no words are kept: findings show rule, time and side.
        case analyseKeepNoWords = "analyse-keep-no-words"
        /// The words of those who said no are neither read nor kept.
        case leaveOutWords = "leave-out-words-of-those-who-refused"
        /// It is not taken in.
        case refuse

        /// What it means, for the page where it is chosen.
        public var meaning: String {
            switch self {
            case .analyse: "Read and keep it."
            case .analyseKeepNoWords: "Read it and keep no words: findings show rule, time and side, and say that words are not kept."
            case .leaveOutWords: "Leave out the words of those who said no. Those of whom nothing is known stay in."
            case .refuse: "Take nothing in. Meetings that are there already are erased."
            }
        }
    }

    public var withoutEverybodysConsent: WithoutEverybodysConsent

    /// Without everybody's consent, this is done; by default it is read and kept.
    public init(_ withoutEverybodysConsent: WithoutEverybodysConsent = .analyse) {
        self.withoutEverybodysConsent = withoutEverybodysConsent
    }

    /// What follows for one meeting.
    public enum Consequence: Hashable, Sendable {
        /// All of it may be read and kept.
        case nothing
        case keepNoWords
        /// The words of these participants go.
        case leaveOut(Set<Identifier<Participant>>)
        /// It may not be there; the names of those whose consent is missing.
        case refuse(missing: [String])
    }

    /// What follows for a meeting with these participants.
    public func consequence(for cast: Cast) -> Consequence {
        let missing = cast.participants.filter { $0.consent[.analysis] != .given }
        // Where nobody is named, nobody agreed.
        guard !missing.isEmpty || cast.participants.isEmpty else { return .nothing }
        switch withoutEverybodysConsent {
        case .analyse: return .nothing
        case .analyseKeepNoWords: return .keepNoWords
        case .refuse: return .refuse(missing: missing.map(\.name))
        case .leaveOutWords:
            let refused = missing.filter { $0.consent[.analysis] == .refused }
            return refused.isEmpty ? .nothing : .leaveOut(Set(refused.map(\.id)))
        }
    }
}

/// A meeting was not taken in because consent is missing. Its description names people: it is for the visitor, not for logs.
public struct ConsentMissing: Error, Hashable, Sendable, CustomStringConvertible {
    /// Whose consent is missing; empty where the file names nobody.
    public var names: [String]
    public var participants: Int

    /// The same in numbers.
    public var reason: String {
        participants == 0 ? "Not taken in: the file names nobody, so nobody's consent to analysis is known."
            : "Not taken in: the consent to analysis of \(names.count) of \(participants) participants is missing."
    }

    public var description: String {
        guard !names.isEmpty else { return "\(reason) Say who took part and that they agreed, and upload it again." }
        let listed = names.prefix(10).joined(separator: ", ") + (names.count > 10 ? " and \(names.count - 10) more" : "")
        return "\(reason) Missing: \(listed). Ask them, give their consent with the file, and upload it again."
    }
}

/// How many days each kind of data is kept; kinds that are not named are kept.
public struct RetentionPolicy: Hashable, Sendable, Codable {
    public var days: [RetainedKind: Int]

    /// Everything is kept, but for what is passed.
    public init(days: [RetainedKind: Int] = [:]) {
        self.days = days
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Reads an object keyed by kind; kinds that this version does not know are passed over.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        days = [:]
        for kind in RetainedKind.allCases { days[kind] = try values.decodeIfPresent(Int.self, forKey: Key(stringValue: kind.rawValue)) }
    }

    /// Writes every kind, null where it is kept, so that each can be set by name.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        for kind in RetainedKind.allCases { try values.encode(days[kind], forKey: Key(stringValue: kind.rawValue)) }
    }
}

extension RetainedKind {
    /// The name to show.
    public var title: String {
        switch self {
        case .recordings: "recordings"
        case .words: "words of meetings"
        case .originals: "original files"
        case .meetings: "meetings"
        case .mails: "mails"
        case .calendarEvents: "calendar events"
        case .notes: "notes"
        case .audit: "the audit log"
        }
    }
}
