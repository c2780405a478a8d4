import Covalence
import MeetingInteraction
import Testing

/// Findings about the course of a meeting, on meetings written for the purpose.
@Suite struct CourseTests {
    static let presentation = (0..<8).map { _ in
        "S: Our platform connects to every machine in the plant and the dashboard shows the state of each bearing in real time for everybody."
    }.joined(separator: "\n")

    static let dialogue = """
        C: We need to reduce the unplanned stops on line two because we lose about two hours a day there.
        S: How do you plan the maintenance on line two today?
        C: Our technicians write it down on paper and our biggest problem is that nobody knows when a bearing fails.
        S: What would help the technicians most?
        C: We need to know it a few days before so that we can plan the night shift around it.
        S: How often does a bearing stop the line?
        C: We struggle with it twice a month and it costs us the whole morning each time.
        C: We usually plan on Fridays and then the line stops on Monday all the same.
        """

    @Test func presentationAtTheStartIsTheOrientation() throws {
        let reading = try Meeting(Self.presentation + "\n" + Self.dialogue).read()
        let orientation = try #require(reading.orientation.value)
        // The eight lines of the presentation, 23 words each; the ninth is the customer's.
        #expect(orientation.utterances == 0..<8)
        #expect(orientation.words == 8 * 23)
        #expect(reading.findings(of: .orientation).count == 1)
    }

    @Test func dialogueFromTheStartHasNoOrientation() throws {
        let reading = try Meeting(Self.dialogue).read()
        #expect(reading.orientation.value?.phase == nil)
        #expect(reading.findings(of: .orientation).isEmpty)
        #expect(reading.statement("orientation")?.notice == .plain)
    }

    @Test func theTalkTurnsFromProductToNeeds() throws {
        let reading = try Meeting(Self.presentation + "\n" + Self.dialogue).read()
        let shift = try #require(reading.shift.value)
        // The customer's first line turns it, and nobody asked for it.
        #expect(shift.utterance == 8)
        #expect(shift.by == .customer)
        #expect(!shift.byQuestion)
        #expect(shift.before < 0.1)
        #expect(shift.after > 0.9)
        // The shares are those of the lines right before and after, and the sentence says of how many.
        let before = try #require(shift.marksBefore)
        let after = try #require(shift.marksAfter)
        #expect(before == 8)
        #expect((5...8).contains(after))
        let told = try #require(reading.statement("shift")?.happened.value)
        #expect(told.contains("of product and need talk in the 8 utterances with such talk before it and "))
        #expect(told.hasSuffix("in the \(after) utterances with such talk after it."))
    }

    @Test func theQuestionBeforeTheFirstNeedTurnsIt() throws {
        let asked = Self.presentation + "\nC: I see.\nS: What would you like to be different here?\n" + Self.dialogue
        let shift = try #require(try Meeting(asked).read().shift.value)
        #expect(shift.utterance == 9)
        #expect(shift.by == .seller)
        #expect(shift.byQuestion)
    }

    @Test func noShiftWhereOnlyNeedsOrOnlyProductsAreTalkedOf() throws {
        #expect(try Meeting(Self.dialogue).read().shift.value == nil)
        #expect(try Meeting(Self.presentation + "\nC: Okay.").read().shift.value == nil)
    }

    static let survey = """
        S: How many lines do you run?
        C: Five.
        S: How many shifts do you work?
        C: Two shifts.
        S: Do you use an ERP system?
        C: Yes, we do.
        S: Is it connected to the machines?
        C: Not yet.
        """

    @Test func fourShortAnswersInARowAreASurvey() throws {
        let reading = try Meeting(Self.survey).read()
        #expect(reading.surveys.value?.map(\.pairs) == [4])
        #expect(reading.surveys.value?.first?.utterances == 0..<8)
        #expect(reading.statement("survey-run")?.notice == .attention)
        #expect(reading.suggestions.contains { $0.id == "survey" })
    }

    @Test func aQuestionBackOrALongAnswerIsNoSurvey() throws {
        let back = Self.survey.replacing("C: Two shifts.", with: "C: Two, why do you ask?")
        #expect(try Meeting(back).read().surveys.value?.isEmpty == true)
        let long = Self.survey.replacing("C: Two shifts.", with: "C: It depends on the season but in summer we mostly run two shifts and in winter three.")
        #expect(try Meeting(long).read().surveys.value?.isEmpty == true)
        var settings = MeetingSettings()
        settings.surveyPairs = 5
        #expect(try Meeting(Self.survey).read(settings).surveys.value?.isEmpty == true)
    }

    @Test func aStepThatIsAcceptedIsAgreed() throws {
        let accepted = try Meeting("S: Shall we meet again next Thursday?\nC: Thursday works for me.").read()
        let step = try #require(accepted.findings(of: .nextStep).first)
        #expect(step.agreed == true)
        #expect(step.attributes["when"] == "next thursday")
        #expect(step.attributes["who"] == "the seller's side")
        let open = try Meeting("S: Shall we meet again next Thursday?\nC: It's too early for that.").read()
        #expect(open.findings(of: .nextStep).first?.agreed == false)
        #expect(open.statement("next-step")?.notice == .attention)
        #expect(open.suggestions.first?.id == "next-step-open")
    }

    @Test func theCustomersOwnPlanIsNoAgreedStep() throws {
        let reading = try Meeting("S: Okay.\nC: I'll have to discuss it with our IT people first.\nS: Good to hear that.").read()
        #expect(reading.findings(of: .ownPlan).count == 1)
        #expect(reading.findings(of: .nextStep).allSatisfy { $0.agreed != true })
        #expect(reading.suggestions.first?.id == "next-step-from-plan")
    }

    @Test func anObjectionThatIsPassedOverIsPointedOut() throws {
        let passed = try Meeting("""
            C: I'm worried about the dust in our workshop.
            S: Right. Our next slide is about colours.
            C: Okay.
            """).read()
        #expect(passed.statement("objection")?.notice == .attention)
        let taken = try Meeting("""
            C: I'm worried about the dust in our workshop.
            S: The housing keeps dust out, even in a workshop with grinding.
            C: Okay.
            """).read()
        #expect(taken.statement("objection")?.notice == .plain)
    }

    @Test func noObjectionSaysNothingOfAQuietCustomer() throws {
        let reading = try Meeting(Self.presentation + "\nC: Okay.").read()
        #expect(reading.statement("objection")?.notice == .notKnown)
    }

    @Test func aPriceQuestionWithoutAPriceIsPointedOut() throws {
        let open = try Meeting("C: How much would that be?\nS: We will come to that, let us look at the picture first.\nC: Okay.").read()
        #expect(open.statement("price")?.notice == .attention)
        let answered = try Meeting("C: How much would that be?\nS: It is about 400 euros a month.\nC: Okay.").read()
        #expect(answered.statement("price")?.notice == .plain)
    }

    @Test func aSellerWhoTalksAllTheTimeDominates() throws {
        let monologue = (0..<20).map { "C: I would say that is fine for now.\nS: Point \($0) is about the many things that one can do with it in the course of a long and busy day at work." }
            .joined(separator: "\n")
        let reading = try Meeting(monologue).read()
        // 8 words against 23 a pair, so the seller has 74 %; below the default of 75 %.
        let balance = try #require(reading.balance.value)
        #expect(abs(balance.customerWords - 8.0 / 31) < 0.02)
        var settings = MeetingSettings()
        settings.dominantShare = 0.7
        #expect(try Meeting(monologue).read(settings).statement("balance")?.notice == .attention)
    }

    @Test func whatIsLeftOpenIsNotAgreed() throws {
        for script in [
            "C: The works council said no.\nS: The template, I'll send you the template. It'll go through.\nC: It was fairly heated.\nS: It always is.\nC: Okay. Well.",
            "S: I'll send you the slides, and then we'll talk again at some point.\nC: Yes, send it over. We'll see.",
            "S: Should we fix a date for going through it, or shall I just ring you next week?\nC: Just ring. At some point.",
        ] {
            let reading = try Meeting(script).read()
            #expect(reading.findings(of: .nextStep).allSatisfy { $0.agreed != true }, "\(script)")
            #expect(reading.statement("next-step")?.notice == .attention, "\(script)")
        }
    }

    @Test func demandsOfOthersAndRefusalsAreNoSteps() throws {
        let reading = try Meeting("""
            S: What is it about the permit?
            C: The municipality wants our discharge down to under thirty degrees by January twenty-eight. Today we're at thirty-eight.
            S: I see.
            C: I wouldn't put anything in before the fifteenth.
            """).read()
        #expect(reading.findings(of: .nextStep).isEmpty)
    }

    @Test func theFullestDateOfTheStepIsIts() throws {
        let reading = try Meeting("S: Shall we meet again on Thursday the sixteenth of April?\nC: Thursday works for me.").read()
        #expect(reading.findings(of: .nextStep).first?.attributes["when"] == "thursday the sixteenth of april")
        #expect(reading.statement("next-step")?.happened.value?.contains("Thursday the sixteenth of April") == true)
    }

    @Test func aCustomerWhoOnlyAnswersIsNoEqualParty() throws {
        let list = (0..<20).map {
            "S: How many people work in hall number \($0) at the moment?\nC: There we have about \($0 + 3) people and two of them work at night, mostly."
        }.joined(separator: "\n")
        let reading = try Meeting(list).read()
        // Half of the words and none of the 20 questions.
        let balance = try #require(reading.balance.value)
        #expect(balance.dominant == nil)
        #expect(!balance.customerTookPart)
        let statement = try #require(reading.statement("balance"))
        #expect(statement.notice == .attention)
        #expect(statement.happened.value?.contains("Neither side dominated") == false)
        var settings = MeetingSettings()
        settings.equalInitiationShare = 0
        #expect(try Meeting(list).read(settings).statement("balance")?.notice == .seen)
    }

    @Test func aListOfQuestionsIsNoShift() throws {
        let list = Self.presentation + "\n" + (0..<12).map {
            "S: How do you plan the work in hall number \($0) at the moment?\nC: We do it on paper in hall \($0)."
        }.joined(separator: "\n")
        let reading = try Meeting(list).read()
        #expect(reading.surveys.value?.isEmpty == false)
        #expect(reading.shift.value == nil)
    }

    @Test func answersTellOfTheCustomersHouse() throws {
        let reading = try Meeting("S: Which system do you use for the wages today?\nC: Palkkula. The old version.").read()
        #expect(reading.findings(of: .customerInformation).count == 1)
        let bare = try Meeting("S: Do you use a system for the wages today?\nC: Yes.").read()
        #expect(bare.findings(of: .customerInformation).isEmpty)
    }

    @Test func greetingsAndGoodbyesAreSmallTalkThatAsksNothing() throws {
        let reading = try Meeting("S: Good morning, did the snow reach you as well?\nC: It did. And you?\n" + Self.presentation + "\n" + Self.dialogue
            + "\nC: Thanks a lot.\nS: Bye now.").read()
        #expect(reading.findings(of: .smallTalk).contains { $0.utterances.contains(0) })
        #expect(reading.findings.filter { $0.kind == .sellerQuestion || $0.kind == .customerQuestion }.allSatisfy { $0.utterance > 1 })
    }

    @Test func statementsAreSentencesWithTheirSubject() throws {
        let reading = try Meeting(Self.presentation + "\n" + Self.dialogue + "\nC: That makes sense.\nC: That would save us two hours, worth 400 euros.").read()
        for statement in reading.sections.flatMap(\.statements) {
            guard let text = statement.happened.value else { continue }
            #expect(!["Once", "Twice"].contains(text.split(separator: ",").first.map(String.init)) && !text.contains("times, first at 0:01"))
            #expect(text.first?.isUppercase == true || text.first?.isNumber == true)
            // One line is quoted once, whatever it shows.
            let places = statement.findings.compactMap { reading.finding($0)?.utterance }
            #expect(Set(places).count == places.count)
        }
    }
}
