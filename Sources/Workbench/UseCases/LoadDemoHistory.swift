import Covalence
import Foundation
import Store
import StrategicSelling

extension Workbench {
    /// The demo's past: sales that ended at accounts of before, which of these were among the best, and the ideal customer profile that is learnt from
    /// them. So funnel, forecast, its look back and the profile have something to tell. What is there already stays as it is.
    func loadDemoHistory(from file: URL, by visitor: Visitor) async throws {
        let demo = try DemoHistory(file)
        try await addDemoPastAccounts(demo.accounts)
        let names = try await DemoNames(in: file, self)
        for (place, sale) in demo.sales.enumerated() { _ = try await addDemoObjective(sale.entry(key: "past-\(place + 1)"), names) }
        guard try await store.profiles().isEmpty else { return }
        let criteria = demo.criteria.map(\.criterion)
        let sorts = Dictionary(criteria.map { ($0.id, $0.sort) }) { first, _ in first }
        try await store.add(try demo.accounts.flatMap { try $0.claims(names, sorts) } + demo.known.map { try $0.claim(names, sorts) }, decisions: [])
        let author = settings.isDemo ? Visitor(try await demoMember(), in: store.id, origin: visitor.origin) : visitor
        try await setProfile(criteria, expecting: 0, by: author)
    }

    /// Nobody works them any more: they are in the record, and not on anybody's first page.
    private func addDemoPastAccounts(_ accounts: [DemoHistory.Account]) async throws {
        let known = Set(try await store.organizations(OrganizationQuery(limit: 500), in: .everything).items.map(\.organization.name))
        let now = now()
        for account in accounts where !known.contains(account.name) {
            let organization = Organization(
                id: .make(at: now), name: account.name, kind: account.kind, industry: account.industry, size: account.size, country: account.country,
                domains: [account.domain], note: "Fiction."
            )
            try await store.add(organization, holders: AccountHolders(), at: now)
        }
    }
}

/// What stands in `Demo/Accounts/history.json`.
private struct DemoHistory: Decodable {
    var criteria: [Criterion]
    var accounts: [Account]
    var sales: [Sale]
    var known: [Answer]

    init(_ file: URL) throws(DemoProblem) {
        do {
            self = try JSONDecoder().decode(DemoHistory.self, from: Data(contentsOf: file))
        } catch {
            throw DemoProblem(file: file.lastPathComponent, reason: "\(error)")
        }
    }

    /// A day and what was so from it on, in one text: `2026-03-11 in-the-funnel`.
    struct Dated: Decodable {
        var day: CalendarDay
        var words: String

        init(from decoder: any Decoder) throws {
            let text = try decoder.singleValueContainer().decode(String.self)
            guard let day = CalendarDay(String(text.prefix(10))), text.dropFirst(10).first == " ", text.count > 11 else {
                throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "“\(text)” is no day with words."))
            }
            self.day = day
            words = String(text.dropFirst(11))
        }
    }

    /// A criterion of the ideal customer profile: what it wants says of which sort it is.
    struct Criterion: Decodable {
        var id: String
        var label: String
        var weight: Double?
        var wanted: String?
        var lower: Double?
        var upper: Double?
        var margin: Double?
        var unit: String?
        var accepted: Set<String>?
        var highest: Int?

        var criterion: ProfileCriterion {
            let kind: ProfileCriterion.Kind = if let accepted {
                .category(accepted: accepted)
            } else if let highest {
                .valuesFit(highest: highest)
            } else if let wanted {
                .yesNo(wanted: wanted == "yes")
            } else {
                .numberRange(lower: lower, upper: upper, margin: margin ?? 0, unit: unit ?? "")
            }
            return ProfileCriterion(id: id, label: label, kind: kind, weight: weight)
        }
    }

    /// An account of before, with what is known of it about the profile.
    struct Account: Decodable {
        var name: String
        var kind: Organization.Kind
        var industry: String?
        var size: Organization.Size?
        var country: String?
        var domain: String
        /// Whether it is one of the best; nothing where nobody said so.
        var best: String?
        var by: String
        var on: CalendarDay
        var answers: [String: String]

        func claims(_ names: DemoNames, _ sorts: [String: ProfileAnswer.Sort]) throws -> [Claim] {
            let told = try answers.sorted { $0.key < $1.key }.map { criterion, answer in
                try Answer(account: name, criterion: criterion, answer: answer, by: by, on: on).claim(names, sorts)
            }
            guard let best else { return told }
            let statement = DemoObjectives.Statement(kind: SellingKinds.bestAccount.name, value: best, at: DemoHistory.time(on, 10), by: by)
            return told + [try names.claim(statement, about: .organization(try names.account(name)), payload: [:], name)]
        }
    }

    /// What is known of an account about one criterion.
    struct Answer: Decodable {
        var account: String
        var criterion: String
        var answer: String
        var by: String
        var on: CalendarDay
        var evidence: [DemoObjectives.Place]?

        /// - Parameter sorts: of the answers to each criterion.
        func claim(_ names: DemoNames, _ sorts: [String: ProfileAnswer.Sort]) throws -> Claim {
            let payload = ["criterion": criterion, "sort": sorts[criterion]?.rawValue ?? ""]
            let statement = DemoObjectives.Statement(
                kind: SellingKinds.profileAnswer.name, value: answer, at: DemoHistory.time(on), by: by, evidence: evidence
            )
            return try names.claim(statement, about: .organization(try names.account(account)), payload: payload, account)
        }
    }

    /// A sale that ended, on one line.
    struct Sale: Decodable {
        var account: String
        var by: String
        var what: String
        var amount: Money?
        /// Places of the funnel.
        var moves: [Dated]
        /// Days on which it was to be closed; the amount came with the first.
        var closeDates: [Dated]
        /// What the seller said of it: category and probability.
        var calls: [Dated]
        var need: Dated?
        var proposal: Dated?
        /// The name, then where it stood.
        var competitor: String?
        /// Won, lost or dropped.
        var ended: Dated
        var reason: String

        func entry(key: String) -> DemoObjectives.Entry {
            let opened = moves.first?.day ?? ended.day
            let priced = closeDates.first?.day ?? opened
            var statements: [DemoObjectives.Statement] = []
            func state(_ kind: String, _ value: String?, _ payload: [String: String]? = nil, on day: CalendarDay) {
                let time = DemoHistory.time(day, Int64(statements.count))
                statements.append(DemoObjectives.Statement(kind: kind, value: value, payload: payload, at: time, by: by))
            }
            state(SellingKinds.what.name, what, on: opened)
            state(SellingKinds.owner.name, by, on: opened)
            for move in moves { state(SellingKinds.move.name, move.words, on: move.day) }
            if let need { state(SellingKinds.need.name, need.words, ["immediate": "yes"], on: need.day) }
            if let amount {
                state(SellingKinds.amount.name, nil, ["minor-units": String(amount.minorUnits), "currency": amount.currency.code], on: priced)
            }
            for date in closeDates { state(SellingKinds.closeDate.name, date.words, on: date.day) }
            for call in calls {
                let parts = call.words.split(separator: " ").map(String.init)
                state(SellingKinds.call.name, parts.first, parts.dropFirst().first.map { ["probability": $0] }, on: call.day)
            }
            if let proposal { state(SellingKinds.proposal.name, proposal.words, ["made-on": proposal.day.description], on: proposal.day) }
            if let competitor, let space = competitor.lastIndex(of: " ") {
                let standing = String(competitor[competitor.index(after: space)...])
                state(SellingKinds.competitor.name, String(competitor[..<space]), ["standing": standing], on: priced)
            }
            state(SellingKinds.ending.name, ended.words, ["reason": reason, "closed-on": ended.day.description], on: ended.day)
            return DemoObjectives.Entry(key: key, account: account, openedAt: DemoHistory.time(opened), statements: statements.sorted { $0.at < $1.at })
        }
    }

    /// Nine in the morning and so many minutes.
    static func time(_ day: CalendarDay, _ minutes: Int64 = 0) -> Timestamp {
        Timestamp(milliseconds: (day.daysSince1970 * 24 + 9) * 3_600_000 + minutes * 60_000)
    }
}
