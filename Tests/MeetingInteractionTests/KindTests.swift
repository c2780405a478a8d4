import Covalence
import MeetingInteraction
import Testing

/// Each kind in a line that shows it and in one that does not; expected by reading the lines.
@Suite struct KindTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var kind: FindingKind
        /// The last line is the one looked at.
        var script: String
        var isSeen: Bool
        var attribute: (String, String)?
        var testDescription: String { "\(kind.slug) \(isSeen ? "in" : "not in") \(script)" }

        init(_ kind: FindingKind, _ script: String, _ isSeen: Bool = true, _ attribute: (String, String)? = nil) {
            self.kind = kind
            self.script = script
            self.isSeen = isSeen
            self.attribute = attribute
        }
    }

    static let cases: [Case] = [
        Case(.customerQuestion, "S: It measures vibration.\nC: How much does one of them cost?", true, ("object", "price")),
        Case(.customerQuestion, "C: Hello.\nS: How much does one of them cost?", false),
        Case(.customerInformation, "S: Hello.\nC: We have three plants and about four hundred people.", true, ("object", "organisation")),
        Case(.customerInformation, "C: Hello.\nS: We have three plants and about four hundred people.", false),
        Case(.motive, "S: Welcome.\nC: The reason we invited you is that our pumps keep failing.", true, ("spontaneous", "yes")),
        Case(.motive, "S: What made you take the meeting?\nC: The reason we invited you is that our pumps keep failing.", true, ("spontaneous", "no")),
        Case(.motive, "S: Hello.\nC: The reason is the voltage.", false),
        Case(.acceptance, "S: So you would need one unit only.\nC: That makes sense.", true),
        Case(.acceptance, "S: So you would need one unit only.\nC: That doesn't make sense to me.", false),
        Case(.ownPlan, "S: Fine.\nC: I'll have to discuss it with our IT people first.", true),
        Case(.ownPlan, "C: Fine.\nS: I'll have to discuss it with our IT people first.", false),
        Case(.marketKnowledge, "S: Fine.\nC: We've also talked to two other vendors.", true),
        Case(.marketKnowledge, "C: Fine.\nS: We've also talked to two other vendors.", false),
        Case(.uptake, "C: Our boilers scale up every winter.\nS: What happens when the boilers scale?", true, ("form", "question")),
        Case(.uptake, "C: Our boilers scale up every winter.\nS: Shall we look at the contract?", false),
        Case(.sellerQuestion, "C: Hello.\nS: Who has to approve an investment like that?", true, ("purpose", "decision")),
        Case(.sellerQuestion, "S: Hello.\nC: Who has to approve an investment like that?", false),
        Case(.productTalk, "C: Hello.\nS: The sensor measures vibration in three axes.", true),
        Case(.productTalk, "C: Hello.\nS: I had a long drive this morning.", false),
        Case(.needTalk, "S: Hello.\nC: We need to reduce the scrap on line two.", true),
        Case(.needTalk, "S: Hello.\nC: We need to leave at four.", false),
        Case(.price, "C: Hello.\nS: The licence is 49 euros per user a month.", true),
        Case(.price, "C: Hello.\nS: We lost 40,000 euros last year.", false),
        Case(.referenceCase, "C: Hello.\nS: One of our customers in the paper industry cut the stops by a third.", true),
        Case(.referenceCase, "S: Hello.\nC: One of our customers complained about it.", false),
        Case(.demonstration, "C: Hello.\nS: Let me quickly show you the dashboard.", true),
        Case(.demonstration, "C: Hello.\nS: We could arrange a demo next week.", false),
        Case(.benefit, "S: Hello.\nC: That would save us two hours a day.", true, ("effect", "saving")),
        Case(.benefit, "S: Hello.\nC: That would be really useful for us.", true, ("effect", "none")),
        Case(.benefit, "S: Hello.\nC: I'm not sure it would save us anything.", false),
        Case(.benefit, "C: Hello.\nS: That would save us two hours a day.", false),
        Case(.adoptionCost, "S: Hello.\nC: We'd have to train all operators for that.", true),
        Case(.adoptionCost, "S: Hello.\nC: I came by train today.", false),
        Case(.applying, "S: Hello.\nC: So in our case that would be the packing line.", true),
        Case(.applying, "C: Hello.\nS: So in our case that would be the packing line.", false),
        Case(.understandingCheck, "C: Okay.\nS: Does that make sense so far?", true),
        Case(.understandingCheck, "S: Okay.\nC: Does that make sense so far?", false),
        Case(.realisation, "S: Hello.\nC: I didn't know that was possible.", true),
        Case(.realisation, "S: Hello.\nC: I don't know the number.", false),
        Case(.objection, "S: Hello.\nC: That's too expensive for what it does.", true, ("to", "value")),
        Case(.objection, "S: Hello.\nC: I'm not sure that would work on our old presses.", true, ("to", "fit")),
        Case(.objection, "S: Hello.\nC: That would not be a problem.", false),
        Case(.supportingFactor, "S: Hello.\nC: Our CEO is behind this.", true),
        Case(.supportingFactor, "S: Hello.\nC: Our CEO isn't behind this.", false),
        Case(.resistingFactor, "S: Hello.\nC: There's no budget this year.", true),
        Case(.resistingFactor, "S: Hello.\nC: There is budget this year.", false),
        Case(.decisionProcess, "S: Hello.\nC: Anything above 50,000 euros goes to the board.", true),
        Case(.decisionProcess, "S: Hello.\nC: We decided to call you.", false),
        Case(.sellingInside, "S: Hello.\nC: I would have to convince our CFO first.", true),
        Case(.sellingInside, "S: Hello.\nC: You convinced me there.", false),
        Case(.nextStep, "C: Hello.\nS: I'll send you the proposal by Friday.", true, ("when", "friday")),
        Case(.nextStep, "C: Hello.\nS: The sensor will send you a report on Friday.", false),
        Case(.emotion, "S: Hello.\nC: I'm a bit worried about the effort.", true, ("feeling", "negative")),
        Case(.emotion, "S: Hello.\nC: I'm not worried about that.", false),
        Case(.smallTalk, "S: Hello.\nC: How was your trip this morning?", true),
        Case(.smallTalk, "S: Hello.\nC: Water treatment is the issue here.", false),
    ]

    @Test(arguments: cases) func kindIsReadFromWords(_ example: Case) throws {
        let meeting = Meeting(example.script)
        let last = meeting.conversation.utterances.count - 1
        let found = try meeting.read().findings.filter { $0.kind == example.kind && $0.utterances.contains(last) }
        #expect(found.isEmpty != example.isSeen)
        if let (name, value) = example.attribute { #expect(found.contains { $0.attributes[name] == value }) }
    }

    @Test func everyKindIsDefinedAndTried() {
        let course: Set<FindingKind> = [.shift, .orientation, .surveyRun]
        for kind in FindingKind.allCases where !course.contains(kind) {
            #expect(Self.cases.contains { $0.kind == kind && $0.isSeen }, "\(kind.slug) is never expected")
            #expect(Self.cases.contains { $0.kind == kind && !$0.isSeen }, "\(kind.slug) is never ruled out")
        }
        #expect(Set(Vocabulary.definitions.map(\.title)).count == FindingKind.allCases.count)
    }
}
