import Covalence
import StrategicSelling

/// A sale in which nothing is missing on day 10: four people, everything stated, a step planned. Each test takes something away from it, or
/// adds a hazard.
struct SoundDeal {
    var deal = Deal()
    let boss, user, tech, coach: Identifier<Person>
    let strength: Identifier<Claim>
    /// The claims, by what they state: `role boss`, `close-date`.
    var claims: [String: Identifier<Claim>] = [:]

    init() {
        boss = deal.person("Cleo")
        user = deal.person("Berta")
        tech = deal.person("Timo")
        coach = deal.person("Adam")
        strength = deal.state(SellingKinds.strength, StrengthStatement("Service within four hours", mattersTo: boss))
        claims["what"] = deal.state(SellingKinds.what, WhatIsSold("Monitoring of line two"))
        claims["amount"] = deal.state(SellingKinds.amount, euro(4_200_000))
        claims["close-date"] = deal.state(SellingKinds.closeDate, Deal.date(60))
        claims["need"] = deal.state(SellingKinds.need, Need("Fewer stops before the season", isImmediate: true))
        claims["proposal"] = deal.state(SellingKinds.proposal, Proposal("Pilot on line two", madeOn: Deal.date(2)), day: 2)
        claims["own-result"] = deal.state(SellingKinds.ownResult, MeasuredResult("Margin", number: 38, unit: "%"))
        claims["place"] = deal.state(SellingKinds.move, Move(to: .inTheFunnel), day: 2)
        claims["action"] = deal.state(
            SellingKinds.action, NextAction("Show the service report", due: Deal.date(20), uses: "strength/\(strength)"), day: 3
        )
        for (name, person, role, degree) in [
            ("boss", boss, BuyingRole.economic, InfluenceDegree.high), ("user", user, .user, .medium), ("tech", tech, .technical, .medium),
            ("coach", coach, .coach, .low),
        ] {
            claims["role \(name)"] = deal.state(SellingKinds.role, OfPerson(person, role))
            claims["degree \(name)"] = deal.state(SellingKinds.degree, OfPerson(person, degree))
            guard role != .coach else { continue }
            claims["aim \(name)"] = deal.state(SellingKinds.aim, OfPerson(person, "Calm nights"))
            claims["response \(name)"] = deal.state(SellingKinds.response, OfPerson(person, Response(.trouble)), day: 3)
            claims["result \(name)"] = deal.state(SellingKinds.result, OfPerson(person, MeasuredResult("Fewer stops", number: 2, unit: "stops a month")))
            claims["win \(name)"] = deal.state(SellingKinds.win, OfPerson(person, "Is seen as the one who ended it"))
        }
        deal.meet([boss, user, tech, coach], day: 3, minutes: 60)
    }

    mutating func withdraw(_ name: String, day: Int = 5) {
        if let claim = claims[name] { deal.decide(claim, .withdrawn, day: day) }
    }

    /// The ids of the flags on a day, without the person's id: `no-win`.
    func kinds(day: Int = 10) -> [FlagKind] { deal.sheet(day: day).flags.map(\.kind) }
}
