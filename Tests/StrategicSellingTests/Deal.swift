import Covalence
import Foundation
import StrategicSelling

/// A sale written by hand. Days are counted from its opening, 5 January 2026, a Monday, at 09:00 UTC; statements are made at 10:00.
struct Deal {
    var objective: SalesObjective
    var people: [Person] = []
    var claims: [Claim] = []
    var decisions: [Decision] = []
    var interactions: [LinkedInteraction] = []
    var settings = SellingSettings()
    var fitsProfile: Known<Bool> = .known(true)
    var zone = TimeZone(secondsFromGMT: 0) ?? .current
    private var count = 0

    static let ourHouse = Identifier<Organization>(number(1)), account = Identifier<Organization>(number(2))
    static let opening = Timestamp(milliseconds: 1_767_603_600_000)

    init() {
        objective = SalesObjective(id: Identifier(Self.number(3)), account: Self.account, recordedAt: Self.opening)
    }

    /// A UUID that is the same in every run and sorts by its number.
    static func number(_ count: Int) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, UInt8(count >> 24 & 255), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)))
    }

    static func day(_ day: Int, hour: Int = 10) -> Timestamp { opening.advanced(by: Int64(day) * 86_400_000 + Int64(hour - 9) * 3_600_000) }

    /// The calendar day: 5 January 2026 and that many days.
    static func date(_ day: Int) -> CalendarDay { CalendarDay(daysSince1970: 20_458 + Int64(day)) }

    private mutating func nextID() -> UUID {
        count += 1
        return Self.number(1_000 + count)
    }

    @discardableResult
    mutating func person(_ name: String, own: Bool = false) -> Identifier<Person> {
        let id = Identifier<Person>(nextID())
        people.append(Person(id: id, name: name, organization: own ? Self.ourHouse : Self.account))
        return id
    }

    /// A confirmed statement of Sanna's, unless said otherwise.
    @discardableResult
    mutating func state<Content>(
        _ kind: StatementKind<Content>, _ content: Content, about subject: Claim.Subject? = nil, day: Int = 0, observed: Int? = nil,
        author: Claim.Author = .person("Sanna"), saidBy: Identifier<Person>? = nil, evidence: [Evidence] = [], standing: Standing = .confirmed,
        supersedes: Identifier<Claim>? = nil
    ) -> Identifier<Claim> {
        let id = Identifier<Claim>(nextID())
        claims.append(kind.claim(
            content, id: id, about: subject ?? .objective(objective.id), author: author, saidBy: saidBy, observedAt: observed.map { Self.day($0) },
            recordedAt: Self.day(day), evidence: evidence, standing: standing, supersedes: supersedes
        ))
        if let supersedes { decide(supersedes, .superseded, day: day) }
        return id
    }

    mutating func decide(_ claim: Identifier<Claim>, _ standing: Standing, day: Int) {
        decisions.append(Decision(claim: claim, standing: standing, author: .person("Sanna"), at: Self.day(day)))
    }

    /// Something that took place, or is planned, at 10:00.
    @discardableResult
    mutating func meet(
        _ people: [Identifier<Person>], day: Int, _ kind: Interaction.Kind = .meeting, recorded: Int? = nil, minutes: Int? = nil, title: String = "Talk"
    ) -> Identifier<Interaction> {
        let id = Identifier<Interaction>(nextID())
        interactions.append(LinkedInteraction(
            place: .interaction(id), kind: kind, title: title, at: Self.day(day), recordedAt: Self.day(recorded ?? day),
            milliseconds: minutes.map { $0 * 60_000 }, people: people
        ))
        return id
    }

    func input(day: Int, hour: Int = 12) -> SheetInput {
        SheetInput(
            objective: objective, ledger: Ledger(claims: claims, decisions: decisions), people: people, ownOrganizations: [Self.ourHouse],
            interactions: interactions, fitsProfile: fitsProfile, clock: LocalClock(now: Self.day(day, hour: hour), zone: zone), settings: settings
        )
    }

    func sheet(day: Int, hour: Int = 12) -> StrategySheet { StrategySheet.assess(input(day: day, hour: hour)) }
}

/// Euros in cents.
func euro(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: Currency("EUR")!) }
