public import Covalence

/// What a meeting, or anything else that happened, brought.
public struct Debrief: Hashable, Sendable {
    /// What it suggests and waits for a person.
    public var toConfirm: [WaitingStatement]
    /// What was confirmed of it: lines of the sheet that rest on it.
    public var learnt: [SheetLine]
    /// What is different on the sheet since before.
    public var changes: [SheetChange]
    /// What to do next.
    public var followUps: [FollowUp]

    /// Something to do after it.
    public struct FollowUp: Hashable, Sendable {
        public var text: String
        /// The flag it works on, where it does.
        public var flag: String?
        public var person: Identifier<Person>?
    }

    /// What counts as brought by it ‡.
    public static let rule = Rule(
        id: "selling.debrief",
        statement: """
            Claims whose evidence is the interaction or its words. Followed up are people who took part and are not on the sheet, next steps of it without a \
            date, that nothing is planned, and open flags, new since before or about somebody who took part, that no next step removes.
            """,
        provenance: .ours
    )

    /// - Parameters:
    ///   - interaction: what happened.
    ///   - transcripts: the versions of its words.
    ///   - before: the sheet as known before it.
    ///   - after: all that is known after it.
    public init(of interaction: LinkedInteraction, transcripts: Set<Identifier<Transcript>> = [], before: StrategySheet, after: SheetInput) {
        let sheet = StrategySheet.assess(after)
        let ours = Set(after.claims.filter { $0.evidence.contains { Self.isFrom($0, interaction, transcripts) } }.map(\.id))
        toConfirm = sheet.waiting.filter { ours.contains($0.claim) }
        learnt = sheet.body.statements.filter { line in line.claims.contains { ours.contains($0) } }
        changes = SheetDifference(from: before, to: sheet).told
        let there = Set(interaction.people), former = Set(before.flags.map(\.id))
        var followUps = sheet.notOnSheet.filter { there.contains($0.id) }.map {
            FollowUp(text: "Find out which part \($0.name) has in the sale.", flag: nil, person: $0.id)
        }
        for action in sheet.actions where action.isOpen && action.stated.value.due == nil && action.stated.claims.contains(where: { ours.contains($0) }) {
            followUps.append(FollowUp(text: "Set a date: \(action.stated.value.what).", flag: nil, person: nil))
        }
        for flag in sheet.flags where flag.isOpen && flag.actions.isEmpty && flag.kind != .stepWithoutDate {
            // After something happened, something is to follow: that nothing was planned before either is no reason to say nothing.
            guard flag.kind == .noNextStep || !former.contains(flag.id) || flag.person.map({ there.contains($0) }) ?? false else { continue }
            followUps.append(FollowUp(text: flag.clearing, flag: flag.id, person: flag.person))
        }
        self.followUps = followUps
    }

    private static func isFrom(_ evidence: Evidence, _ interaction: LinkedInteraction, _ transcripts: Set<Identifier<Transcript>>) -> Bool {
        switch evidence.place {
        case .words(let words): transcripts.contains(words.transcript)
        case .meeting(let meeting): interaction.place == .meeting(meeting)
        case .interaction(let other): interaction.place == .interaction(other)
        case .claim: false
        }
    }
}
