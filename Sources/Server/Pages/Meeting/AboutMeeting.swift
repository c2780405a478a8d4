import Covalence

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
    /// What recording is there; nil for none.
    var recordingNote: String?
    /// Whether the file as it came is kept.
    var hasOriginal = true
    var versions: [Line] = []

    var view: View {
        let address = "/meetings/\(id)"
        return [
            "day": .text(day), "time": .text(time), "languages": View.Value(languages), "outcomes": View.Value(outcomes),
            "advancedTo": .text(advancedTo), "hasRecording": .flag(recordingNote != nil), "recordingNote": View.Value(recordingNote),
            "recordingLabel": .text(recordingNote == nil ? "Add the recording" : "Put another in its place"), "versions": View.Value(versions),
            "detailsHref": "\(address)/details", "recordingHref": "\(address)/recording", "jsonHref": "\(address)/export.json",
            "csvHref": "\(address)/findings.csv", "utterancesHref": "\(address)/utterances.csv", "version": View.Value(version), "reportHref": "\(address)/report", "eraseHref": "\(address)/erase",
            "originalHref": View.Value(hasOriginal ? "\(address)/original" : nil),
        ]
    }
}
