import Covalence
import Foundation
import MeetingInteraction

/// What the list says of a meeting in one line. Kept with the meeting, and made anew when it changes.
struct ListLine: Hashable, Sendable {
    var sentence: String
    /// The seller's share of the words of both sides, 0 to 1; nil while not known.
    var sellerShare: Double?

    init(sentence: String, sellerShare: Double?) {
        self.sentence = sentence
        self.sellerShare = sellerShare
    }

    init(_ reading: MeetingReading) {
        // What it was comes from the row itself; where the talk turned and what the customer said is the news.
        sentence = reading.summary.count > 2 ? reading.summary[2] : reading.summary.first ?? ""
        sellerShare = reading.balance.value.map { 1 - $0.customerWords }
    }

    /// Reads what was kept: the share in parts of ten thousand or nothing, a space, the sentence. A list reads fifty of these for one
    /// page, which JSON took longer for than all else on it.
    init?(kept: Data) {
        let text = String(decoding: kept, as: UTF8.self)
        guard let space = text.firstIndex(of: " ") else { return nil }
        if space > text.startIndex {
            guard let parts = Int(text[..<space]) else { return nil }
            sellerShare = Double(parts) / 10_000
        }
        sentence = String(text[text.index(after: space)...])
    }

    /// As it is kept.
    var kept: Data {
        Data("\(sellerShare.map { String(Int(($0 * 10_000).rounded())) } ?? "") \(sentence)".utf8)
    }
}
