import Covalence
import Foundation
import Store
import StrategicSelling

extension Workbench {
    /// The demo's sales objectives with half a year of what was stated of them; what is there already stays as it is.
    ///
    /// Statements carry the times they are said to be of, so that the sheet can be looked at as it was known on a day of the past.
    func loadDemoObjectives(from file: URL, by visitor: Visitor) async throws {
        let demo = try DemoObjectives(file)
        guard try await store.objectives(ObjectiveQuery(limit: 1), in: .everything).items.isEmpty else { return }
        let accounts = try await store.organizations(OrganizationQuery(limit: 500), in: .everything).items
        let people = try await store.people(PersonQuery(limit: 500), in: .everything).items
        let places = try await DemoPlaces(folder: file.deletingLastPathComponent().deletingLastPathComponent(), accounts.map(\.id), in: self)
        for entry in demo.objectives {
            guard let account = accounts.first(where: { $0.organization.name == entry.account }) else {
                throw DemoProblem(file: file.lastPathComponent, reason: "“\(entry.account)” is no account of the demo.")
            }
            let objective = SalesObjective(
                id: .make(at: now()), account: account.id, openedAt: entry.openedAt, recordedAt: entry.openedAt, origin: Origin(system: "demo", id: entry.key), isFiction: true
            )
            try await store.add(objective, claims: [])
            var claims: [Claim] = []
            for statement in entry.statements {
                func person(_ name: String?) throws -> Identifier<Person>? {
                    guard let name else { return nil }
                    guard let found = people.first(where: { $0.person.name == name }) else {
                        throw DemoProblem(file: file.lastPathComponent, reason: "“\(name)” is nobody of the demo (\(entry.key), \(statement.kind)).")
                    }
                    return found.id
                }
                let about = try person(statement.person)
                let subject: Claim.Subject = switch statement.kind {
                case SellingKinds.reorganisation.name: .organization(account.id)
                case SellingKinds.jobChange.name: about.map { .person($0) } ?? .objective(objective.id)
                default: .objective(objective.id)
                }
                var payload = statement.payload ?? [:]
                // A strength is named by its words there, by the claim that states it here.
                if let words = payload["uses"], let strength = claims.first(where: { $0.kind == SellingKinds.strength.name && $0.value == words }) {
                    payload["uses"] = "strength/\(strength.id)"
                }
                var claim = Claim(
                    id: .make(at: statement.at), kind: statement.kind, subject: subject, object: subject == .objective(objective.id) ? about?.description : nil,
                    value: statement.value, payload: payload, author: statement.by == "engine" ? .engine(engineName) : .person(statement.by),
                    observedAt: statement.at, recordedAt: statement.at, evidence: try places.evidence(statement.evidence ?? [], in: file.lastPathComponent),
                    standing: statement.standing ?? .confirmed
                )
                claim.payload["said-by"] = try person(statement.saidBy)?.description
                guard let whole = SellingKinds.normalized(claim) else {
                    throw DemoProblem(file: file.lastPathComponent, reason: "\(entry.key): \(statement.kind) “\(statement.value ?? "")” states nothing.")
                }
                // What only one can be said of takes the place of what was said before.
                let former = claims.filter { $0.standing == .confirmed && whole.standing == .confirmed && SellingKinds.replaces(whole, $0) }
                try await store.add([whole], decisions: former.map {
                    ExpectedDecision(Decision(claim: $0.id, standing: .superseded, author: whole.author, at: whole.recordedAt), expecting: .confirmed)
                })
                claims.removeAll { former.contains($0) }
                claims.append(whole)
            }
            try await linkDemoHappenings(of: account.id, to: objective)
        }
    }

    /// What happened at an account after the sale was taken up belongs to it.
    private func linkDemoHappenings(of account: Identifier<Organization>, to objective: SalesObjective) async throws {
        let history = try await store.history(HistoryQuery(organization: account, limit: 500), in: .everything)
        for line in history.items where line.at >= objective.openedAt {
            try await store.changeLinks(of: line.subject, adding: [objective.id], removing: [], by: nil, at: line.at)
        }
    }
}

/// The demo's meetings and interactions by what names them in its files.
private struct DemoPlaces {
    private var meetings: [String: Transcript] = [:]
    private var interactions: [String: Identifier<Interaction>] = [:]

    /// - Parameter folder: with the demo's meetings: each a transcript, and a description that has the title.
    init(folder: URL, _ accounts: [Identifier<Organization>], in bench: Workbench) async throws {
        struct Titled: Decodable { var title: String }
        var files: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) where file.pathExtension == "json" {
            files[try JSONDecoder().decode(Titled.self, from: Data(contentsOf: file)).title] = file.deletingPathExtension().lastPathComponent + ".vtt"
        }
        for summary in try await bench.store.meetings(MeetingQuery(limit: 500)).items {
            guard let name = files[summary.meeting.title] else { continue }
            meetings[name] = try await bench.store.transcript(of: summary.id, version: 1).transcript
        }
        for account in accounts {
            for line in try await bench.store.history(HistoryQuery(organization: account, limit: 500), in: .everything).items {
                if case .interaction(let id) = line.subject { interactions[line.title] = id }
            }
        }
    }

    /// - Throws: `DemoProblem` for a place that is not there.
    func evidence(_ places: [DemoObjectives.Place], in file: String) throws -> [Evidence] {
        try places.flatMap { place -> [Evidence] in
            if let title = place.interaction {
                guard let id = interactions[title] else { throw DemoProblem(file: file, reason: "“\(title)” did not happen in the demo.") }
                return [Evidence(.interaction(id))]
            }
            guard let meeting = place.meeting, let transcript = meetings[meeting] else {
                throw DemoProblem(file: file, reason: "“\(place.meeting ?? "")” is no meeting of the demo.")
            }
            return try (place.cues ?? []).map { cue in
                guard transcript.utterances.indices.contains(cue - 1) else { throw DemoProblem(file: file, reason: "\(meeting) has no cue \(cue).") }
                return Evidence(.words(.init(transcript: transcript.id, range: transcript.offsets.range(of: cue - 1))))
            }
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
