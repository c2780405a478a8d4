public import Covalence

/// Codebooks of a workspace, what people decided with them, and how well they are found. Codebooks that come with the program are not kept here.
public protocol CodebookStore: Sendable {
    /// The newest version of each codebook, by name, without its text.
    func codebooks() async throws(StoreError) -> [CodebookVersion]

    /// The versions of a codebook, oldest first, without their texts; empty where there is none.
    func codebookVersions(_ name: String) async throws(StoreError) -> [CodebookVersion]

    /// The text of one version, the newest where `version` is nil.
    ///
    /// - Returns: nil where there is none.
    func codebookText(_ name: String, version: Int?) async throws(StoreError) -> CodebookText?

    /// Keeps a new version.
    ///
    /// - Parameters:
    ///   - text: its version is above the one it was made from.
    ///   - seen: the version it was made from; 0 for a new codebook.
    ///   - base: the version that stands where the workspace has none: that of the program’s, or 0.
    /// - Throws: `StoreError.conflict(.record)` where the newest is another one by now.
    func add(_ text: CodebookText, madeFrom seen: Int, base: Int, queueing jobs: [NewJob]) async throws(StoreError)

    /// Keeps a decision. The one that held for the same place and code holds no longer; it stays in the history, and score, engine and why it was asked are taken over
    /// from it, because since then it has been learnt from. A place is the same where it begins at the same utterance, in whichever version of the words.
    ///
    /// - Returns: the decision as it is kept.
    /// - Throws: `StoreError.notFound` where the meeting or interaction is not there.
    @discardableResult
    func add(_ decision: CodeDecision, queueing jobs: [NewJob]) async throws(StoreError) -> CodeDecision

    /// Decisions, newest first, a page at a time, of places in sight.
    func decisions(_ query: CodeDecisionQuery) async throws(StoreError) -> Page<CodeDecision>

    /// Decisions that hold, to learn from: of each code and answer at most so many, evenly from all there are, and of all of them at most `most`, oldest first.
    func decisionsToLearn(from codebook: String, ofEach: Int, most: Int) async throws(StoreError) -> [CodeDecision]

    /// Findings of meetings that people decided on and everybody may know of, by the kinds of their claims: at most so many of each kind and answer, the newest.
    func decidedFindings(_ kinds: [String], ofEach: Int) async throws(StoreError) -> [DecidedPlace]

    /// Decisions with a score that hold, counted.
    func decisionTallies(of codebook: String) async throws(StoreError) -> [DecisionTally]

    /// How many decisions hold for each code.
    func decisionCounts(of codebook: String) async throws(StoreError) -> [String: DecisionCount]

    /// First utterances of turns in these meetings that were decided on for a code, in whichever version of the words.
    func decidedTurns(in meetings: [Identifier<Meeting>], codebook: String, code: String) async throws(StoreError) -> [Identifier<Meeting>: Set<Int>]

    /// How well a codebook was found when it was learnt last; nil where it never was.
    func codebookFigures(_ name: String) async throws(StoreError) -> KeptFigures?

    /// Keeps how well a codebook is found, in the place of what was kept.
    ///
    /// - Parameter step: the job for which it happens.
    /// - Throws: `StoreError.conflict(.job)` where the lease was lost.
    func keep(_ figures: KeptFigures, of codebook: String, as step: JobStep?) async throws(StoreError)
}

/// One version of a workspace’s own codebook, without its text.
public struct CodebookVersion: Hashable, Sendable {
    public var name: String
    public var version: Int
    public var title: String
    /// Codes that texts can carry.
    public var codes: Int
    /// What whoever made it says of it.
    public var note: String?
    /// Who made it; nil for the operator.
    public var member: Identifier<Member>?
    /// Their name at that time.
    public var author: String
    public var madeAt: Timestamp

    /// A version.
    public init(name: String, version: Int, title: String, codes: Int, note: String? = nil, member: Identifier<Member>? = nil, author: String, madeAt: Timestamp) {
        self.name = name
        self.version = version
        self.title = title
        self.codes = codes
        self.note = note
        self.member = member
        self.author = author
        self.madeAt = madeAt
    }
}

/// One version of a codebook with its text.
public struct CodebookText: Hashable, Sendable {
    public var version: CodebookVersion
    /// YAML.
    public var yaml: String

    /// A version with its text.
    public init(_ version: CodebookVersion, yaml: String) {
        self.version = version
        self.yaml = yaml
    }
}

/// A list of decisions.
public struct CodeDecisionQuery: Hashable, Sendable {
    public var codebook: String
    /// Nil for every code.
    public var code: String?
    /// Only those of places in sight.
    public var scope: Scope
    /// Whether those that hold no longer are listed as well.
    public var withHistory: Bool
    /// Where to go on; nil for the first page.
    public var cursor: PageCursor?
    /// At most so many, 1 to 500.
    public var limit: Int

    /// The newest decisions; set what should hold.
    public init(codebook: String, code: String? = nil, scope: Scope = .everything, withHistory: Bool = false, cursor: PageCursor? = nil, limit: Int = 50) {
        self.codebook = codebook
        self.code = code
        self.scope = scope
        self.withHistory = withHistory
        self.cursor = cursor
        self.limit = limit
    }
}

/// How many decisions hold for a code.
public struct DecisionCount: Hashable, Sendable {
    public var carries = 0
    public var doesNotCarry = 0
    /// Both.
    public var all: Int { carries + doesNotCarry }

    /// A count.
    public init(carries: Int = 0, doesNotCarry: Int = 0) {
        self.carries = carries
        self.doesNotCarry = doesNotCarry
    }
}

/// A finding of a meeting that somebody decided on: where its words are.
public struct DecidedPlace: Hashable, Sendable {
    /// The kind of its claim: `meeting.benefit`.
    public var kind: String
    /// Whether it is so.
    public var isConfirmed: Bool
    public var meeting: Identifier<Meeting>
    /// The version of the words that the range is in.
    public var version: Int
    /// In the text of that version, in Unicode scalars.
    public var range: Range<Int>
}

/// How well a codebook is found, as a text that its maker reads.
public struct KeptFigures: Hashable, Sendable {
    /// What learnt: `meaning/1`.
    public var engine: String
    /// JSON; counts and names of codes, no words.
    public var content: String
    /// When it was learnt.
    public var learntAt: Timestamp

    /// Figures to be kept.
    public init(engine: String, content: String, learntAt: Timestamp) {
        self.engine = engine
        self.content = content
        self.learntAt = learntAt
    }
}
