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
        if days < 0 { return "next on \(LocalTime.day(time).map(DayText.long) ?? "a day to come")" }
        return days == 0 ? "today" : days == 1 ? "yesterday" : "\(days) days ago"
    }

    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        number == 1 ? "1 \(one)" : "\(NumberText.whole(Double(number))) \(many)"
    }
}
