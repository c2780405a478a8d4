import Covalence
import Foundation
import Store
import StrategicSelling

/// The demo's accounts, people and what happened, by what names them in its files.
struct DemoNames {
    /// The file that is read, for what is wrong in it.
    var file: String
    /// Those that are there already, by their keys in the file.
    var objectives: [String: SalesObjective] = [:]
    private var accounts: [String: Identifier<Organization>] = [:]
    private var people: [String: Identifier<Person>] = [:]
    private let places: DemoPlaces
    private let engine: String

    init(in file: URL, _ bench: Workbench) async throws {
        self.file = file.lastPathComponent
        for item in try await bench.store.organizations(OrganizationQuery(limit: 500), in: .everything).items { accounts[item.organization.name] = item.id }
        for item in try await bench.store.people(PersonQuery(limit: 500), in: .everything).items { people[item.person.name] = item.id }
        for record in try await bench.store.objectives(ObjectiveQuery(limit: 500), in: .everything).items {
            if let origin = record.objective.origin, origin.system == "demo" { objectives[origin.id] = record.objective }
        }
        places = try await DemoPlaces(folder: file.deletingLastPathComponent().deletingLastPathComponent(), Array(accounts.values), in: bench)
        engine = bench.engineName
    }

    /// - Throws: `DemoProblem` for an account that is not there.
    func account(_ name: String) throws -> Identifier<Organization> {
        guard let account = accounts[name] else { throw DemoProblem(file: file, reason: "“\(name)” is no account of the demo.") }
        return account
    }

    /// What a line of the file states of an objective.
    ///
    /// - Parameter earlier: what was stated of it before.
    /// - Throws: `DemoProblem` where it states nothing, or names what is not there.
    func claim(_ statement: DemoObjectives.Statement, of objective: SalesObjective, _ key: String, after earlier: [Claim]) throws -> Claim {
        let about = try person(statement.person, key, statement.kind)
        let subject: Claim.Subject = switch statement.kind {
        case SellingKinds.reorganisation.name: .organization(objective.account)
        case SellingKinds.jobChange.name: about.map { .person($0) } ?? .objective(objective.id)
        default: .objective(objective.id)
        }
        var payload = statement.payload ?? [:]
        // A strength is named by its words there, by the claim that states it here.
        if let words = payload["uses"], let strength = earlier.first(where: { $0.kind == SellingKinds.strength.name && $0.value == words }) {
            payload["uses"] = "strength/\(strength.id)"
        }
        payload["said-by"] = try person(statement.saidBy, key, statement.kind)?.description
        return try claim(statement, about: subject, object: subject == .objective(objective.id) ? about?.description : nil, payload: payload, key)
    }

    /// What a line of the file states of something, as the vocabulary writes it.
    func claim(_ statement: DemoObjectives.Statement, about subject: Claim.Subject, object: String? = nil, payload: [String: String], _ key: String) throws -> Claim {
        let claim = Claim(
            id: .make(at: statement.at), kind: statement.kind, subject: subject, object: object, value: statement.value, payload: payload,
            author: statement.by == "engine" ? .engine(engine) : .person(statement.by), observedAt: statement.at, recordedAt: statement.at,
            evidence: try places.evidence(statement.evidence ?? [], in: file), standing: statement.standing ?? .confirmed
        )
        guard let whole = SellingKinds.normalized(claim) else {
            throw DemoProblem(file: file, reason: "\(key): \(statement.kind) “\(statement.value ?? "")” states nothing.")
        }
        return whole
    }

    private func person(_ name: String?, _ key: String, _ kind: String) throws -> Identifier<Person>? {
        guard let name else { return nil }
        guard let found = people[name] else { throw DemoProblem(file: file, reason: "“\(name)” is nobody of the demo (\(key), \(kind)).") }
        return found
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
