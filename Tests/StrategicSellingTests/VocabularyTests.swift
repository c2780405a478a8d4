import Covalence
import Foundation
import StrategicSelling
import Testing

/// What claims state: written, read back, and not read where they are broken.
@Suite struct VocabularyTests {
    private let objective = Claim.Subject.objective(Identifier(UUID()))
    private let person = Identifier<Person>(UUID())
    private let now = Timestamp(milliseconds: 1_772_000_000_000)

    private func roundTrip<Content>(_ kind: StatementKind<Content>, _ content: Content, about subject: Claim.Subject? = nil) throws {
        let claim = kind.claim(content, id: Identifier(UUID()), about: subject ?? objective, author: .person("Sanna"), recordedAt: now)
        // As it stands after a store wrote and read it.
        let stored = try JSONDecoder().decode(Claim.self, from: JSONEncoder().encode(claim))
        #expect(kind.content(of: stored) == content, "\(kind.name)")
    }

    @Test func everyKindReadsWhatItWrites() throws {
        let euro = try #require(Currency("EUR")), day = try #require(CalendarDay("2026-03-04"))
        try roundTrip(SellingKinds.what, WhatIsSold("Monitoring of line two", offering: Identifier(UUID())))
        try roundTrip(SellingKinds.amount, Money(minorUnits: .min, currency: euro))
        try roundTrip(SellingKinds.closeDate, day)
        try roundTrip(SellingKinds.stage, "4 – Proposal / Price Quote")
        try roundTrip(SellingKinds.owner, Owner("Sanna", member: Identifier(UUID())))
        try roundTrip(SellingKinds.competitor, Competitor("Pumpenwerk", standing: .preferred))
        try roundTrip(SellingKinds.ending, Ending(.lost, reason: "Price", closedOn: day))
        try roundTrip(SellingKinds.call, SalespersonCall(probability: 0.35, category: .bestCase))
        try roundTrip(SellingKinds.call, SalespersonCall(category: .commit))
        try roundTrip(SellingKinds.readiness, Readiness(.hesitant, person: person, words: "It has done well"))
        try roundTrip(SellingKinds.readiness, Readiness(.ready))
        try roundTrip(SellingKinds.need, Need("Fewer stops", isImmediate: true))
        try roundTrip(SellingKinds.proposal, Proposal("Pilot on line two", madeOn: day))
        try roundTrip(SellingKinds.move, Move(to: .bestFew, reason: "They asked for the contract"))
        try roundTrip(SellingKinds.action, NextAction("Call Ines", who: "Sanna", due: day, doneOn: day, removes: "no-coach", uses: "strength/1"))
        try roundTrip(SellingKinds.acceptedFlag, FlagAcceptance(flag: "no-coach", reason: "A small house"))
        try roundTrip(SellingKinds.strength, StrengthStatement("Service in four hours", mattersTo: person, against: "Pumpenwerk"))
        try roundTrip(SellingKinds.ownResult, MeasuredResult("A reference in dairy", number: 1, unit: "reference"))
        try roundTrip(SellingKinds.ownWin, "A way into the group")
        try roundTrip(SellingKinds.ownOutlook, Outlook(.noRegrets, reason: "Small margin"))
        try roundTrip(SellingKinds.role, OfPerson(person, .technical))
        try roundTrip(SellingKinds.degree, OfPerson(person, .high))
        try roundTrip(SellingKinds.aim, OfPerson(person, "Sleep through the night shift"))
        try roundTrip(SellingKinds.response, OfPerson(person, Response(.trouble, actual: "two stops a month", desired: "none")))
        try roundTrip(SellingKinds.result, OfPerson(person, MeasuredResult("Fewer stops", number: -2.5, unit: "stops a month")))
        try roundTrip(SellingKinds.win, OfPerson(person, "Is seen as the one who ended it"))
        try roundTrip(SellingKinds.outlook, OfPerson(person, Outlook(.loses)))
        try roundTrip(SellingKinds.contact, OfPerson(person, StatedContact("at the fair", on: day)))
        try roundTrip(SellingKinds.reportsTo, OfPerson(person, Identifier(UUID())), about: .person(person))
        try roundTrip(SellingKinds.jobChange, OfPerson(person, JobChange(.newRole, "Head of production", on: day)), about: .person(person))
        try roundTrip(SellingKinds.advises, OfPerson(person, Identifier(UUID())), about: .person(person))
        try roundTrip(SellingKinds.reorganisation, "Two plants become one", about: .organization(Identifier(UUID())))
    }

    private func claim(_ kind: String, version: Int = 1, object: String? = nil, value: String? = nil, _ payload: [String: String] = [:]) -> Claim {
        Claim(
            id: Identifier(UUID()), kind: kind, kindVersion: version, subject: objective, object: object, value: value, payload: payload,
            author: .imported("a file"), recordedAt: now
        )
    }

    @Test func brokenPayloadsAreNotRead() {
        #expect(SellingKinds.amount.content(of: claim("objective.amount", ["minor-units": "12.5", "currency": "EUR"])) == nil)
        #expect(SellingKinds.amount.content(of: claim("objective.amount", ["minor-units": "1250", "currency": "EURO"])) == nil)
        #expect(SellingKinds.amount.content(of: claim("objective.amount", ["minor-units": "99999999999999999999", "currency": "EUR"])) == nil)
        #expect(SellingKinds.closeDate.content(of: claim("objective.close-date", value: "30.02.2026")) == nil)
        #expect(SellingKinds.closeDate.content(of: claim("objective.close-date")) == nil)
        #expect(SellingKinds.stage.content(of: claim("objective.stage", value: " \n ")) == nil)
        #expect(SellingKinds.competitor.content(of: claim("objective.competitor", value: "Pumpenwerk", ["standing": "winning"])) == nil)
        #expect(SellingKinds.ending.content(of: claim("objective.outcome", value: "won", ["closed-on": "soon"])) == nil)
        #expect(SellingKinds.call.content(of: claim("objective.call", ["probability": "1.2"])) == nil)
        #expect(SellingKinds.call.content(of: claim("objective.call", ["probability": "nan"])) == nil)
        #expect(SellingKinds.call.content(of: claim("objective.call")) == nil)
        #expect(SellingKinds.move.content(of: claim("objective.place", value: "bottom")) == nil)
        #expect(SellingKinds.need.content(of: claim("objective.need", value: "More")) == nil)
        #expect(SellingKinds.role.content(of: claim("influence.role", object: "Ines", value: "user")) == nil)
        #expect(SellingKinds.role.content(of: claim("influence.role", object: person.description, value: "boss")) == nil)
        #expect(SellingKinds.result.content(of: claim("influence.result", object: person.description, value: "Less", ["number": "many"])) == nil)
    }

    @Test func otherKindsVersionsAndSubjectsAreNotRead() {
        #expect(SellingKinds.stage.content(of: claim("objective.what", value: "A")) == nil)
        #expect(SellingKinds.stage.content(of: claim("objective.stage", version: 2, value: "A")) == nil)
        #expect(SellingKinds.stage.content(of: claim("objective.stage", version: 0, value: "A")) == nil)
        var elsewhere = claim("objective.stage", value: "A")
        elsewhere.subject = .person(person)
        #expect(SellingKinds.stage.content(of: elsewhere) == nil)
    }

    @Test func wordsAreTrimmed() {
        #expect(SellingKinds.stage.content(of: claim("objective.stage", value: "  Proposal \n")) == "Proposal")
    }
}
