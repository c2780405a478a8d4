public import Covalence

/// What happened in a sales meeting, as a breakdown: findings with their words, statements in the four sections, a summary and
/// at most three suggestions. There is no total score, and none can be made from it.
///
/// Source: Alamäki & Kaski (frameworks.md, section 1). Features *characterised* successful meetings; they are not proven causes.
public struct MeetingReading: Hashable, Sendable, Codable {
    /// Version of the rules; goes up when the same words can be read differently.
    public static let rulesVersion = 1

    /// Version of the rules that made this reading.
    public var rules: Int
    /// Which engine read the words; nil where none did.
    public var engine: String?
    /// What a reader must know of all of it.
    public var caveat: String
    /// Four sentences: what it was; who talked and asked; where it turned to needs; how it ends.
    public var summary: [String]
    /// A to D.
    public var sections: [SectionReading]
    /// At most three, most pressing first.
    public var suggestions: [Advice]
    /// Everything seen, in order of the talk.
    public var findings: [Finding]
    /// Whether and how long the seller presented first.
    public var orientation: Known<Orientation>
    /// Product and need talk per window, for a picture.
    public var trajectory: Known<[TrajectoryWindow]>
    public var shift: Known<Shift>
    public var surveys: Known<[SurveyRun]>
    public var questions: Known<MeetingQuestions>
    public var balance: Known<Balance>
    public var settings: MeetingSettings

    /// Findings of one kind, in order.
    public func findings(of kind: FindingKind) -> [Finding] { findings.filter { $0.kind == kind } }

    /// The finding with this id.
    public func finding(_ id: String) -> Finding? { findings.first { $0.id == id } }

    /// What a reader must know of all of it.
    public static let standingCaveat = """
        These features characterised six successful first meetings (Alamäki & Kaski); there was no contrast group, so they are not \
        proven causes of success. Only words are read, and what is not in the words is not known.
        """

    /// Reads a meeting. Pure: the same conversation, annotations and settings give the same reading.
    ///
    /// - Parameters:
    ///   - conversation: with sides where known; without them, what depends on sides is not known.
    ///   - annotations: acts and marks of content; nil parts mean that nothing reads the language.
    ///   - decided: what people decided on findings; it goes before what the rules see.
    ///   - settings: the numbers of ours.
    public static func read(
        _ conversation: Conversation,
        annotations: Annotations,
        decided: [DecidedFinding] = [],
        settings: MeetingSettings = MeetingSettings()
    ) -> MeetingReading {
        let talk = Talk(conversation, annotations: annotations, settings: settings)
        let orientation = talk.orientation()
        let phase = orientation.value?.phase
        var findings = talk.contentFindings(orientation: phase)
        findings += talk.questionFindings(orientation: phase)
        findings += talk.uptakeFindings(orientation: phase)
        findings += talk.nextStepFindings()
        let surveys = talk.surveys(orientation: phase)
        let shift = talk.shift(orientation: phase, surveys: surveys.value ?? [])
        findings += talk.courseFindings(orientation: orientation, surveys: surveys, shift: shift)
        findings = Talk.inOrder(talk.settle(findings, by: decided))
        var reading = MeetingReading(
            rules: rulesVersion,
            engine: annotations.marks == nil && annotations.acts == nil ? nil : annotations.engine,
            caveat: standingCaveat,
            summary: [],
            sections: [],
            suggestions: [],
            findings: findings,
            orientation: orientation,
            trajectory: talk.trajectory(),
            shift: shift,
            surveys: surveys,
            questions: talk.questionCounts(findings),
            balance: talk.balance(orientation: phase),
            settings: settings
        )
        let review = Review(talk: talk, reading: reading)
        reading.sections = review.sections()
        reading.summary = review.summary()
        reading.suggestions = review.suggestions()
        return reading
    }
}
