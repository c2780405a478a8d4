import Covalence
import Foundation
import Store

/// The demo's files are missing or broken: a fault of the installation.
public struct DemoProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public var file: String
    public var reason: String

    public var description: String {
        "The demo meeting \(file) could not be loaded: \(reason). Build the program anew, or start without --demo."
    }
}

extension Workbench {
    /// Loads the demo meetings, invented people in invented companies, into an empty workspace; does nothing in another. Broken
    /// off, it is finished by the next call.
    ///
    /// - Returns: how many meetings of the demo are there now; 0 where nothing was to be done.
    public func loadDemo(by visitor: Visitor) async throws -> Int {
        try await admit(visitor, to: .loadDemo)
        if !settings.isLoadingDemo {
            guard try await store.count(.init()) == 0 else { return 0 }
        }
        guard let folder = Bundle.module.url(forResource: "Demo", withExtension: nil),
              let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        else { throw DemoProblem(file: "folder", reason: "it is not beside the program") }
        let objectives = folder.appendingPathComponent("Accounts/objectives.json")
        if !settings.isLoadingDemo { try await note(isLoadingDemo: true, standingAt: try DemoObjectives(objectives).standsAt, by: visitor) }
        var count = 0
        for description in files.filter({ $0.pathExtension == "json" }).sorted(by: { $0.path < $1.path }) {
            try await load(description, by: visitor)
            count += 1
        }
        try await loadDemoAccounts(from: folder.appendingPathComponent("Accounts/accounts.json"), by: visitor)
        try await loadDemoObjectives(from: objectives)
        try await loadDemoHistory(from: folder.appendingPathComponent("Accounts/history.json"), by: visitor)
        try await note(isLoadingDemo: false, by: visitor)
        return count
    }

    /// - Parameter time: what time it is in the demo from now on; its words tell of days and seasons, so the time goes to them and not they with the time.
    private func note(isLoadingDemo: Bool, standingAt time: Timestamp? = nil, by visitor: Visitor) async throws {
        var noted = settings
        noted.isLoadingDemo = isLoadingDemo
        if let time, settings.isDemo { noted.behind = machineTime().milliseconds - time.milliseconds }
        try await change(noted, by: visitor)
    }

    private func load(_ description: URL, by visitor: Visitor) async throws {
        let words = description.deletingPathExtension().appendingPathExtension("vtt")
        let name = words.lastPathComponent
        let demo: DemoMeeting
        let content: Data
        do {
            demo = try JSONDecoder().decode(DemoMeeting.self, from: Data(contentsOf: description))
            content = try Data(contentsOf: words)
        } catch {
            throw DemoProblem(file: name, reason: "\(error)")
        }
        let item = try await keepTranscript(content, named: name, details: demo.details, by: visitor)
        let summary: MeetingSummary
        switch try await importTranscript(item, by: visitor) {
        case .imported(let new, _, _): summary = new
        case .alreadyThere(let known): summary = known
        case .needsDecision, .refused: throw DemoProblem(file: name, reason: "its transcript is broken")
        case .needsConsent: throw DemoProblem(file: name, reason: "the policy of this workspace takes nothing in without consent")
        }
        if let outcome = demo.outcome, summary.outcome == nil {
            let to = outcome.to.flatMap { $0.isEmpty ? nil : $0 }
            try await setOutcome(of: summary.id, MeetingOutcome(advanced: outcome.advanced, to: to), by: visitor)
        }
    }
}

/// The description beside a demo transcript.
private struct DemoMeeting: Decodable {
    var title: String
    var startedAt: Timestamp?
    var language: String?
    var description: String?
    var fiction: Bool
    var participants: [ImportDetails.KnownParticipant]
    var outcome: MeetingOutcome?

    var details: ImportDetails {
        ImportDetails(
            title: title, startedAt: startedAt, language: language, participants: participants, isFiction: fiction, note: description
        )
    }
}
