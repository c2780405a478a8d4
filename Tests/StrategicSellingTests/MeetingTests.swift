import Covalence
import Foundation
import StrategicSelling
import Testing

/// Before a meeting.
@Suite struct PreparationTests {
    private func prepare(_ sound: SoundDeal, _ people: [Identifier<Person>], day: Int = 10) -> Preparation {
        let meeting = LinkedInteraction(
            place: .interaction(Identifier(Deal.number(900))), kind: .calendarEvent, title: "Review", at: Deal.day(day + 1), recordedAt: Deal.day(day),
            people: people
        )
        return Preparation(for: meeting, sheet: sound.deal.sheet(day: day), people: sound.deal.people, ours: sound.deal.input(day: day).ours)
    }

    @Test func whoComesWhatTheyWantAndWhatIsUnknown() throws {
        var sound = SoundDeal()
        sound.withdraw("degree user")
        let own = sound.deal.person("Sanna", own: true), new = sound.deal.person("Nils")
        let preparation = prepare(sound, [own, new, sound.user, sound.boss])
        #expect(preparation.people.map(\.name) == ["Cleo", "Berta", "Nils"])
        #expect(preparation.people[0].wants == ["Calm nights", "Fewer stops (2 stops a month)", "Is seen as the one who ended it"])
        #expect(preparation.people[1].unknown == ["degree of influence", "readiness to give up today's solution"])
        #expect(preparation.people[2].influence == nil)
        #expect(preparation.keyPeopleAbsent == [sound.tech])
        #expect(preparation.toShow.map(\.text) == [
            "Service within four hours", "How we reach this: Fewer stops (2 stops a month)", "How we reach this: Fewer stops (2 stops a month)",
        ])
    }

    @Test func questionsComeFromWhatIsMissing() throws {
        var sound = SoundDeal()
        sound.withdraw("win user")
        sound.withdraw("win tech")
        sound.withdraw("role coach")
        let preparation = prepare(sound, [sound.user])
        #expect(preparation.questions.map(\.text) == [
            "What would it mean for you yourself if this worked?",
            "Who in your house would most like to see this succeed, and why?",
            "What would it mean for Timo if this worked?",
        ])
        #expect(preparation.questions.map(\.person) == [sound.user, nil, nil])
        // Flags about those who come and about the sale; Timo's is not among them.
        #expect(preparation.flags.map(\.id) == ["no-coach", "no-win/\(sound.user)"])
    }

    @Test func everyQuestionIsOpen() {
        var deal = Deal()
        let ines = deal.person("Ines"), olav = deal.person("Olav")
        deal.state(SellingKinds.role, OfPerson(ines, .economic))
        deal.state(SellingKinds.role, OfPerson(olav, .economic))
        deal.state(SellingKinds.proposal, Proposal("Pilot", madeOn: Deal.date(0)))
        deal.state(SellingKinds.readiness, Readiness(.notReady, person: ines))
        deal.state(SellingKinds.competitor, Competitor("Pumpenwerk", standing: .preferred))
        deal.state(SellingKinds.result, OfPerson(ines, MeasuredResult("Less noise")))
        deal.state(SellingKinds.closeDate, Deal.date(1))
        var sound = SoundDeal()
        sound.deal = deal
        let questions = prepare(sound, [ines]).questions.map(\.text)
        #expect(questions.count >= 12)
        #expect(questions.allSatisfy { question in
            question.hasSuffix("?") && ["How ", "What ", "Who ", "Whose ", "When "].contains { question.hasPrefix($0) }
        })
    }

    @Test func acceptedFlagsAskNothing() {
        var sound = SoundDeal()
        sound.withdraw("role coach")
        sound.deal.state(SellingKinds.acceptedFlag, FlagAcceptance(flag: "no-coach", reason: "A small house"), day: 7)
        let preparation = prepare(sound, [sound.user])
        #expect(preparation.questions.isEmpty)
        #expect(preparation.flags.isEmpty)
    }

    @Test func aSaleThatHasEndedNeedsNothing() {
        var sound = SoundDeal()
        sound.withdraw("degree boss")
        #expect(prepare(sound, [sound.user, sound.boss]).people.contains { !$0.unknown.isEmpty })
        let before = sound.deal.sheet(day: 8)
        sound.deal.state(SellingKinds.ending, Ending(.lost), day: 9)
        let nils = sound.deal.person("Nils")
        let preparation = prepare(sound, [sound.user, sound.boss, nils])
        #expect(preparation.people.allSatisfy { $0.unknown.isEmpty })
        #expect(preparation.questions.isEmpty && preparation.flags.isEmpty)
        #expect(preparation.commitment.text == "Nothing in this sale: it has ended (lost).")
        // Its flags went with it, and did not clear.
        #expect(before.flags.contains { $0.isOpen })
        let changes = SheetDifference(from: before, to: sound.deal.sheet(day: 10)).told
        #expect(changes.contains { $0.title == "Outcome" })
        #expect(!changes.contains { $0.isFlag })
    }

    @Test func theCommitmentIsWhatIsMissingFirst() {
        var sound = SoundDeal()
        #expect(prepare(sound, [sound.user]).commitment.text == "What each key person still needs for a yes, and by when they have it.")
        sound.withdraw("proposal")
        #expect(prepare(sound, [sound.user]).commitment.text == "That they look at a proposal: with whom, and by when.")
        let late = sound.deal.person("Late")
        sound.deal.state(SellingKinds.role, OfPerson(late, .technical), day: 6)
        #expect(prepare(sound, [sound.user]).commitment.text == "A meeting together with Late, with a date.")
        sound.withdraw("role boss")
        sound.withdraw("degree boss")
        #expect(prepare(sound, [sound.user]).commitment.text == "Who gives final approval, and how it comes to that.")
    }
}

/// After a meeting.
@Suite struct DebriefTests {
    @Test func whatAMeetingBrought() throws {
        var sound = SoundDeal()
        let new = sound.deal.person("Nils"), before = sound.deal.sheet(day: 10)
        let talk = sound.deal.meet([sound.user, new], day: 11), transcript = Identifier<Transcript>(UUID())
        let words = Evidence(.words(Evidence.Words(transcript: transcript, range: 0..<10)))
        sound.deal.state(SellingKinds.win, OfPerson(sound.boss, "The board"), day: 11, author: .engine("words-en/1"), evidence: [words], standing: .suggested)
        sound.deal.state(SellingKinds.amount, euro(1), day: 11, author: .engine("words-en/1"), standing: .suggested)
        sound.deal.state(SellingKinds.competitor, Competitor("Pumpenwerk", standing: .preferred), day: 11, evidence: [Evidence(.interaction(talk))])
        sound.deal.state(SellingKinds.action, NextAction("Send figures"), day: 11, evidence: [Evidence(.interaction(talk))])
        let interaction = try #require(sound.deal.interactions.last)
        let debrief = Debrief(of: interaction, transcripts: [transcript], before: before, after: sound.deal.input(day: 12))
        #expect(debrief.toConfirm.map(\.text) == ["The board"])
        #expect(debrief.learnt.map(\.title) == ["Competitor"])
        let sentences = debrief.changes.map(\.sentence)
        #expect(sentences.contains("New flag: Pumpenwerk is preferred."))
        #expect(sentences.contains("Last contact with Berta: meeting, 2026-01-16, before meeting, 2026-01-08."))
        #expect(debrief.followUps.map(\.text) == [
            "Find out which part Nils has in the sale.", "Set a date: Send figures.",
            "Find out from whom and for which result, and bring in a strength that matters to that person.",
        ])
    }

    @Test func oldFlagsAreFollowedUpWhereTheirPersonTookPart() throws {
        var sound = SoundDeal()
        for taken in ["role coach", "win user", "win boss"] { sound.withdraw(taken) }
        let before = sound.deal.sheet(day: 10)
        sound.deal.meet([sound.user], day: 11)
        sound.withdraw("own-result", day: 11)
        let debrief = Debrief(of: try #require(sound.deal.interactions.last), before: before, after: sound.deal.input(day: 12))
        // What we gain is missing since; of what was missing before, only what Berta can say.
        #expect(debrief.followUps.map(\.flag) == ["no-win/\(sound.user)", "own-result-missing"])
    }

    @Test func whatIsAskedAndWhoReportsToWhomIsSaidInWords() throws {
        var deal = Deal()
        let ines = deal.person("Ines"), berta = deal.person("Berta"), before = deal.sheet(day: 1)
        deal.state(SellingKinds.role, OfPerson(berta, .user), day: 2)
        deal.state(SellingKinds.reportsTo, OfPerson(berta, ines), about: .person(berta), day: 2)
        let sentences = SheetDifference(from: before, to: deal.sheet(day: 3)).changes.map(\.sentence)
        #expect(sentences.contains { $0.plain.hasPrefix("New: Whom Berta reports to: ") }, "\(sentences)")
        let flags = try #require(SoundDeal().deal.sheet(day: 10).funnel.requirements.first { $0.id == "flags" })
        #expect(flags.reason.hasPrefix("None of these is left open: “Nobody is known to give final approval”, "))
    }

    @Test func thatNothingIsPlannedIsToDoThoughItWasSoBefore() throws {
        var deal = Deal()
        let ines = deal.person("Ines"), before = deal.sheet(day: 10)
        #expect(before.flags.contains { $0.kind == .noNextStep })
        deal.meet([ines], day: 11)
        let debrief = Debrief(of: try #require(deal.interactions.last), before: before, after: deal.input(day: 12))
        #expect(debrief.followUps.contains { $0.flag == "no-next-step" })
    }

    @Test func nothingComesOfNothing() {
        let sound = SoundDeal()
        let interaction = LinkedInteraction(
            place: .meeting(Identifier(Deal.number(901))), kind: .meeting, title: "Chat", at: Deal.day(10), recordedAt: Deal.day(10), people: []
        )
        let debrief = Debrief(of: interaction, before: sound.deal.sheet(day: 10), after: sound.deal.input(day: 10))
        #expect(debrief.toConfirm.isEmpty && debrief.learnt.isEmpty && debrief.changes.isEmpty && debrief.followUps.isEmpty)
    }
}
