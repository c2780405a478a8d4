public import Foundation

/// Work to be queued.
public struct NewJob: Hashable, Sendable {
    public var id: Identifier<Job>
    public var kind: Job.Kind
    public var subject: UUID?
    public var payload: [String: String]
    /// When it may begin at the earliest.
    public var notBefore: Timestamp
    /// Names the work, so that it is queued once; nil where twice is twice.
    public var key: Key?
    public var madeBy: Identifier<Member>?
    public var madeAt: Timestamp
    /// Whether it lets others of its workspace go first: nobody waits for it.
    public var isBackground: Bool

    /// What makes two jobs of a kind the same.
    public struct Key: Hashable, Sendable {
        /// One word, which names nobody: an id, a day, a version.
        public var text: String
        /// How long it holds.
        public var holds: Hold

        /// How long a key keeps the same work from being queued again.
        public enum Hold: String, Hashable, Sendable, CaseIterable {
            /// Until it is begun: what changes while it runs is worth another run.
            case untilBegun = "until-begun"
            /// Until it is done, failed or cancelled.
            case untilEnded = "until-ended"
            /// As long as the job is listed: for what is done once in a period, which the key names.
            case forPeriod = "for-period"
            /// For good: the job is never cleared away.
            case forGood = "for-good"
        }

        /// A key and how long it holds.
        public init(_ text: String, holds: Hold) {
            self.text = text
            self.holds = holds
        }
    }

    /// Work of a kind.
    ///
    /// - Parameter notBefore: when it may begin; at once where nil.
    public init(
        _ kind: Job.Kind, subject: UUID? = nil, payload: [String: String] = [:], notBefore: Timestamp? = nil, key: Key? = nil,
        isBackground: Bool = false, madeBy: Identifier<Member>? = nil, at madeAt: Timestamp
    ) {
        id = .make(at: madeAt)
        self.kind = kind
        self.subject = subject
        self.payload = payload
        self.notBefore = notBefore ?? madeAt
        self.key = key
        self.madeBy = madeBy
        self.madeAt = madeAt
        self.isBackground = isBackground
    }

    /// The most names a payload has.
    public static let mostNames = 16
    /// The longest value of a payload, key or kind, in bytes.
    public static let longest = 200

    /// What is wrong with it, as a sentence; nil where nothing is. A payload holds ids, numbers and versions: letters, digits and
    /// `. _ : / + -`. What could be a sentence is not taken.
    public var problem: String? {
        func isPlain(_ text: String) -> Bool {
            text.utf8.count <= Self.longest && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || [43, 45, 46, 47, 58, 95].contains(byte)
            }
        }
        guard !kind.rawValue.isEmpty, isPlain(kind.rawValue) else { return "A kind of job is a short name such as file.import." }
        guard payload.count <= Self.mostNames, payload.allSatisfy({ isPlain($0.key) && isPlain($0.value) }) else {
            return "A job carries at most \(Self.mostNames) ids or numbers, no words. Keep words where they belong, and name the place."
        }
        guard key.map({ !$0.text.isEmpty && isPlain($0.text) }) ?? true else { return "The key of a job is a short name, without spaces." }
        return nil
    }
}
