public import Covalence

/// A page of a list of meetings with all that is shown on and beside it, read at one moment.
public struct MeetingListing: Sendable {
    /// A meeting on the page.
    public struct Place: Hashable, Sendable {
        public var meeting: Identifier<Meeting>
        /// Of the meeting; rises with every change to it.
        public var version: Int

        /// A meeting as it is in one of its versions.
        public init(meeting: Identifier<Meeting>, version: Int) {
            self.meeting = meeting
            self.version = version
        }
    }

    /// The meetings in their order.
    public var places: Page<Place>
    /// Those of them that are not known to whoever asks.
    public var summaries: [Identifier<Meeting>: MeetingSummary]
    /// What is kept of those.
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
