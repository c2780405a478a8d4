import Covalence
import Foundation
import Store

/// How an organisation is said in words.
enum OrganizationWords {
    static func kind(_ kind: Organization.Kind) -> String {
        switch kind {
        case .own: "We ourselves"
        case .customer: "Customer"
        case .prospect: "Prospect"
        case .partner: "Partner"
        case .competitor: "Competitor"
        }
    }

    static func size(_ size: Organization.Size) -> String {
        switch size {
        case .micro: "up to 9 people"
        case .small: "10 to 49 people"
        case .medium: "50 to 249 people"
        case .large: "250 people and more"
        }
    }

    /// `Finland` for `FI`.
    static func country(_ code: String) -> String {
        Locale(identifier: "en").localizedString(forRegionCode: code) ?? code
    }

    /// How long ago the last contact was, as a fact.
    static func lastContact(_ time: Timestamp?, now: Timestamp) -> String {
        guard let time else { return "no contact in the record" }
        let days = LocalTime.days(from: time, to: now)
        return days <= 0 ? "today" : days == 1 ? "yesterday" : "\(days) days ago"
    }

    /// When the next contact is, where one is known.
    static func nextContact(_ time: Timestamp?) -> String? {
        time.flatMap { LocalTime.day($0) }.map { "next \(DayText.long($0))" }
    }

    /// The last contact and the next in a line of a list: `4 days ago · next 25 June 2026`.
    static func contacts(last: Timestamp?, next: Timestamp?, now: Timestamp) -> String {
        guard let next = nextContact(next) else { return lastContact(last, now: now) }
        return "\(last == nil ? "no contact yet" : lastContact(last, now: now)) · \(next)"
    }

    /// The last contact and the next, each a fact of its own on a page: `last contact 12 June 2026, 4 days ago` and `next 25 June 2026`.
    static func contactFacts(last: Timestamp?, next: Timestamp?, now: Timestamp) -> [String] {
        let next = nextContact(next)
        let before = last.map { "last contact \(SellingWords.day($0, now: now))" } ?? (next == nil ? "no contact in the record" : "no contact yet")
        return [before] + (next.map { [$0] } ?? [])
    }

    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        number == 1 ? "1 \(one)" : "\(NumberText.whole(Double(number))) \(many)"
    }
}
