public import Covalence

/// One event, or one occurrence of an event that repeats. One-line fields hold no control characters.
public struct CalendarEvent: Hashable, Sendable, Identifiable {
    /// The same each time the file is read: the UID, and for an occurrence of a series a slash and the instant at which it
    /// was to start before anybody moved it.
    public var id: String
    /// The UID as given; made from start and title where the file has none.
    public var uid: String
    /// The instant at which the series had this occurrence, where it was changed on its own (`RECURRENCE-ID`); otherwise nil.
    public var recurrenceID: Timestamp?
    /// Counts the changes its organizer made (`SEQUENCE`); 0 at first.
    public var sequence: Int
    /// What it is called (`SUMMARY`), on one line; empty where it has no name.
    public var title: String
    /// What is written in it (`DESCRIPTION`), lines kept; empty where nothing is.
    public var text: String
    /// Where it is (`LOCATION`), on one line; nil where nothing is said.
    public var place: String?
    /// When it begins; of an all-day event midnight in the zone given to the reader.
    public var start: Timestamp
    /// When it ends, never before `start`; of an all-day event the midnight after its last day.
    public var end: Timestamp
    public var isAllDay: Bool
    /// The time zone as the file names it, `UTC` for times that end in Z; nil for all-day events and times without a zone.
    public var zone: String?
    public var organizer: CalendarParty?
    public var attendees: [CalendarParty]
    /// Called off: `STATUS:CANCELLED`, or in a file with `METHOD:CANCEL`.
    public var isCancelled: Bool
    /// When the event was last changed (`LAST-MODIFIED`); nil where it is not said.
    public var lastModified: Timestamp?
    /// Where to join it online, http or https; nil where there is no such link.
    public var meetingLink: String?
    /// What could not be read or had to be assumed, one sentence each.
    public var problems: [String]
}
