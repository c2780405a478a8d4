import Covalence
import Store
import Workbench

/// The foot of a meeting's page: what can be set, added, taken out and erased.
struct AboutMeeting: ViewModel {
    var id: Identifier<Meeting>
    /// The version of the meeting that is shown.
    var version = 1
    /// `2026-03-04`, or empty.
    var day = ""
    /// `10:00`, or empty.
    var time = ""
    var languages: [Choice]
    var outcomes: [Choice]
    var advancedTo = ""
    /// The outcome as the form hands it back.
    var outcomeNow = ""
    /// What recording is there; nil for none.
    var recording: ContentHash?
    /// It in words.
    var recordingNote: String?
    /// Why the one that was chosen is not stored.
    var recordingProblem: String?
    /// Whether the file as it came is kept.
    var hasOriginal = true
    var versions: [Line] = []
    /// What the visitor may do here; what holds is told in words where a form is not.
    var may = Abilities()
    /// What of its accounts is shown; nil for those who see no names.
    var accounts: Accounts?

    /// What a visitor may do with a meeting.
    struct Abilities: Sendable, Hashable {
        var change = true
        var export = true
        /// Takes the file as it came along.
        var original = true
        var erase = true
    }

    /// The accounts a meeting belongs to, and those it may belong to.
    struct Accounts: Sendable {
        var held: [OrganizationSummary]
        /// Each with why it is supposed.
        var suggested: [AccountSuggestion]
        /// Names to choose from.
        var choices: [String]
        var canAssign: Bool

        var view: View {
            [
                "seen": .text(ContentTag(ofIDs: held.map(\.id)).text), "held": .list(held.map { ["href": "/accounts/\($0.id)", "name": .text($0.organization.name)] }), "none": .flag(held.isEmpty),
                "names": .text((held.isEmpty ? suggested.map(\.organization) : held).map(\.organization.name).joined(separator: "; ")),
                "suggested": .list(held.isEmpty ? suggested.map { ["text": .text("\($0.organization.organization.name): \($0.reason)")] } : []),
                "choices": View.Value(choices.map { Choice(value: $0, label: $0) }), "canAssign": .flag(canAssign),
            ]
        }
    }

    /// An outcome in one text, to tell whether it is another one now.
    static func told(_ outcome: MeetingOutcome?) -> String { outcome.map { ($0.advanced ? "advanced " : "not-advanced ") + ($0.advanced ? $0.to ?? "" : "") } ?? "" }

    /// What recording is there as the form hands it back.
    static func seenText(_ recording: ContentHash?) -> String { recording.map { "\($0)" } ?? "none" }

    /// What recording was there, as the form had it.
    static func seenRecording(_ text: String) throws -> SeenRecording {
        if text == "none" { return .nothing }
        guard let hash = ContentHash(text) else {
            throw PageError(status: 422, title: "This form is not as the page made it", advice: "Nothing was done. Reload the page of the meeting and choose the recording again.")
        }
        return .file(hash)
    }

    var view: View {
        let address = "/meetings/\(id)"
        return [
            "day": .text(day), "time": .text(time), "languages": View.Value(languages), "languageNow": .text(languages.first(where: \.isSelected)?.value ?? ""), "outcomes": View.Value(outcomes),
            "advancedTo": .text(advancedTo), "outcomeNow": .text(outcomeNow), "hasRecording": .flag(recordingNote != nil), "recordingNote": View.Value(recordingNote), "recordingProblem": View.Value(recordingProblem),
            "recordingSeen": .text(Self.seenText(recording)),
            "recordingLabel": .text(recordingNote == nil ? "Add the recording" : "Put another in its place"), "versions": View.Value(versions),
            "detailsHref": "\(address)/details", "recordingHref": "\(address)/recording", "jsonHref": "\(address)/export.json",
            "csvHref": "\(address)/findings.csv", "utterancesHref": "\(address)/utterances.csv", "version": View.Value(version), "reportHref": "\(address)/report", "eraseHref": "\(address)/erase",
            "accounts": View.Value(accounts?.view), "accountsHref": "\(address)/accounts",
            "originalHref": View.Value(hasOriginal && may.original ? "\(address)/original" : nil),
            "canChange": .flag(may.change), "canExport": .flag(may.export), "canErase": .flag(may.erase), "takesAlong": .flag(may.export || (hasOriginal && may.original)),
            "languageWord": .text(languages.first(where: \.isSelected)?.label ?? "not known"), "outcomeWord": .text(outcomes.first(where: \.isSelected)?.label ?? "not known"),
            "advancedWord": View.Value(nonEmpty: advancedTo),
        ]
    }
}
