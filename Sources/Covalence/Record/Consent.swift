/// What the words and the recording of a person may be used for. Consent is recorded per participant, meeting and purpose ‡.
public enum ConsentPurpose: String, Hashable, Sendable, Codable, CaseIterable {
    /// Keeping the sound or the picture.
    case recording
    /// Reading the words for findings and measures.
    case analysis
    /// Showing it to colleagues so that they learn.
    case training
    /// Using it in research.
    case research
    /// Passing it on outside the company.
    case sharing
}

/// What a person said about one purpose. Not known counts as no.
public enum Consent: String, Hashable, Sendable, Codable, CaseIterable {
    case given
    case refused
    case unknown

    /// Whether the purpose is allowed.
    public var allows: Bool { self == .given }
}

/// When and how a person answered about one purpose.
public struct ConsentSaid: Hashable, Sendable, Codable {
    /// The day it was said; nil while not known.
    public var on: CalendarDay?
    /// The words asked or answered, as given: “May we record this? – Yes, fine.”
    public var wording: String?

    /// What is known of the answer.
    public init(on: CalendarDay? = nil, wording: String? = nil) {
        self.on = on
        self.wording = wording
    }
}
