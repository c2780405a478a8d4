public import Covalence

/// A page of a list of meetings with all that is shown on and beside it, read at one moment.
public struct MeetingListing: Sendable {
    public var page: Page<MeetingSummary>
    /// What is kept of the meetings on the page.
    public var pieces: [Identifier<Meeting>: KeptComputation]
    /// How many meetings the query finds in all.
    public var found: Int
    /// How many meetings are in sight.
    public var total: Int
    /// How many of those wait for a person.
    public var waitingMeetings: Int
    /// Uploaded files whose import has not ended, or waits for a person; also those that are out of sight.
    public var waitingFiles: [IntakeItem]
}
