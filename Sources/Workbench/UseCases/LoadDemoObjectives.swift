import Covalence
import Foundation
import Store
import StrategicSelling

extension Workbench {
    /// The demo's sales objectives with half a year of what was stated of them; what is there already stays as it is.
    ///
    /// Statements carry the times they are said to be of, so that the sheet can be looked at as it was known on a day of the past.
    func loadDemoObjectives(from file: URL) async throws {
        let demo = try DemoObjectives(file)
        let names = try await DemoNames(in: file, self)
        for entry in demo.objectives {
            let objective = try await addDemoObjective(entry, names)
            try await linkDemoHappenings(of: entry, to: objective)
        }
    }

    /// An objective with all that was stated of it, in one transaction where it is there without.
    func addDemoObjective(_ entry: DemoObjectives.Entry, _ names: DemoNames) async throws -> SalesObjective {
        var objective = SalesObjective(
            id: .make(at: now()), account: try names.account(entry.account), openedAt: entry.openedAt, recordedAt: entry.openedAt,
            origin: Origin(system: "demo", id: entry.key), isFiction: true
        )
        if let known = names.objectives[entry.key] {
            objective = known
            guard try await store.ledger(about: [.objective(objective.id)], kinds: Set(SellingKinds.names)).claims.isEmpty else { return objective }
        } else {
            try await store.add(objective, claims: [])
        }
        var claims: [Claim] = []
        var decisions: [ExpectedDecision] = []
        for statement in entry.statements {
            let claim = try names.claim(statement, of: objective, entry.key, after: claims)
            // What only one can be said of takes the place of what was said before.
            let former = claims.filter { $0.standing == .confirmed && claim.standing == .confirmed && SellingKinds.replaces(claim, $0) }
                .filter { former in !decisions.contains { $0.decision.claim == former.id } }
            decisions += former.map {
                ExpectedDecision(Decision(claim: $0.id, standing: .superseded, author: claim.author, at: claim.recordedAt), expecting: .confirmed)
            }
            claims.append(claim)
        }
        try await store.add(claims, decisions: decisions)
        return objective
    }

    /// What happened at an account after the sale was taken up belongs to it, or those that are named.
    private func linkDemoHappenings(of entry: DemoObjectives.Entry, to objective: SalesObjective) async throws {
        let history = try await store.history(HistoryQuery(organization: objective.account, limit: 500), in: .everything)
        for line in history.items where line.at >= objective.openedAt && entry.happenings?.contains(line.title) ?? true {
            try await store.changeLinks(of: line.subject, adding: [objective.id], removing: [], by: nil, at: line.at)
        }
    }
}

/// What stands in `Demo/Accounts/objectives.json`.
struct DemoObjectives: Decodable {
    /// When the demo begins to be looked at: its record ends the day before.
    var standsAt: Timestamp

    struct Entry: Decodable {
        var key: String
        var account: String
        var openedAt: Timestamp
        /// Titles of what belongs to it; nil for all that happened at the account.
        var happenings: Set<String>?
        var statements: [Statement]
    }

    struct Statement: Decodable {
        var kind: String
        var value: String?
        var payload: [String: String]?
        var person: String?
        var saidBy: String?
        var at: Timestamp
        var by: String
        var standing: Standing?
        var evidence: [Place]?
    }

    /// Cues of a meeting, counted from 1, or the title of an interaction.
    struct Place: Decodable {
        var meeting: String?
        var cues: [Int]?
        var interaction: String?
    }

    var objectives: [Entry]

    init(_ file: URL) throws(DemoProblem) {
        do {
            self = try JSONDecoder().decode(DemoObjectives.self, from: Data(contentsOf: file))
        } catch {
            throw DemoProblem(file: file.lastPathComponent, reason: "\(error)")
        }
    }
}
