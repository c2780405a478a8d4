public import Covalence
import Foundation
public import Store

/// A meeting as JSON, the same in the API and in what commands print.
public struct MeetingLine: Encodable, Sendable {
    public var id: String
    public var title: String
    public var startedAt: Timestamp?
    public var recordedAt: Timestamp
    public var durationMilliseconds: Int?
    public var utterances: Int
    public var words: Int
    public var language: String?
    public var sellers: [String]
    public var customers: [String]
    public var organizations: [String]
    public var openQuestions: Int
    public var outcome: String?
    public var hasRecording: Bool
    public var isFiction: Bool

    public init(_ summary: MeetingSummary) {
        id = summary.id.description
        title = summary.meeting.title
        startedAt = summary.meeting.startedAt
        recordedAt = summary.meeting.recordedAt
        durationMilliseconds = summary.duration
        utterances = summary.utterances
        words = summary.words
        language = summary.language
        sellers = summary.names(on: .seller)
        customers = summary.names(on: .customer)
        organizations = summary.organizations()
        openQuestions = summary.openQuestions
        outcome = summary.outcome
        hasRecording = summary.hasRecording
        isFiction = summary.meeting.isFiction
    }

    static let schema = Schema.object("Meeting", "A meeting with words, as lists show it.", [
        .required("id", .id), .required("title", .text()), .optional("startedAt", .time, "When it began; missing while not known."),
        .required("recordedAt", .time, "When it came into the record."), .optional("durationMilliseconds", .count),
        .required("utterances", .count), .required("words", .count), .optional("language", .text(), "BCP 47."),
        .required("sellers", .list(.text())), .required("customers", .list(.text())), .required("organizations", .list(.text())),
        .required("openQuestions", .count, "Participants of whom nobody said on which side they were."),
        .optional("outcome", .text()), .required("hasRecording", .boolean), .required("isFiction", .boolean),
    ])
}
