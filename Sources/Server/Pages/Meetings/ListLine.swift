import Covalence
import MeetingInteraction

/// What the list says of a meeting in one line. Kept with the meeting, and made anew when it changes.
struct ListLine: Codable, Sendable {
    var sentence: String
    /// The seller's share of the words of both sides, 0 to 1; nil while not known.
    var sellerShare: Double?

    init(_ reading: MeetingReading) {
        // What it was comes from the row itself; where the talk turned and what the customer said is the news.
        sentence = reading.summary.count > 2 ? reading.summary[2] : reading.summary.first ?? ""
        sellerShare = reading.balance.value.map { 1 - $0.customerWords }
    }
}
