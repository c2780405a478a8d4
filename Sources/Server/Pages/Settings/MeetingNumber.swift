import Foundation
import MeetingInteraction

/// One number of ours ‡ that the reading of a meeting rests on, as a field that a person can read and change.
struct MeetingNumber: Sendable, Hashable {
    /// How the number is written on the page.
    enum Unit: Sendable, Hashable {
        /// Kept as 0 to 1, written in per cent.
        case share
        /// Kept in milliseconds, written in seconds.
        case seconds
        /// A whole number of these.
        case count(String)

        var word: String {
            switch self {
            case .share: "%"
            case .seconds: "seconds"
            case .count(let word): word
            }
        }
    }

    /// The field of `MeetingSettings`.
    var name: String
    /// A few words.
    var title: String
    /// What it does, in a sentence.
    var meaning: String
    var unit: Unit

    /// A number as it is written on the page.
    func text(_ value: Double) -> String {
        switch unit {
        case .share: Self.plain(value * 100)
        case .seconds: Self.plain(value / 1000)
        case .count: Self.plain(value)
        }
    }

    /// Reads what was written, as JSON for the setting; nil for what is no such number.
    func read(_ text: String) -> String? {
        let plain = text.replacingOccurrences(of: "%", with: "").replacingOccurrences(of: ",", with: ".").trimmingCharacters(in: .whitespaces)
        switch unit {
        case .share:
            guard let number = Double(plain), number.isFinite, (0...100).contains(number) else { return nil }
            return "\(number / 100)"
        case .seconds:
            guard let number = Double(plain), number.isFinite, (0...1_000_000).contains(number) else { return nil }
            return "\(Int((number * 1000).rounded()))"
        case .count:
            guard let number = Int(plain), (0...1_000_000_000).contains(number) else { return nil }
            return "\(number)"
        }
    }

    /// What to write, for the message beside the field.
    var advice: String {
        switch unit {
        case .share: "Write a share from 0 to 100."
        case .seconds: "Write seconds, from 0 to 1,000,000."
        case .count: "Write a whole number from 0 on."
        }
    }

    private static func plain(_ number: Double) -> String {
        let rounded = (number * 10_000).rounded() / 10_000
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : String(rounded)
    }

    /// Every number of a set of settings, by field.
    static func values(of settings: MeetingSettings) -> [String: Double] {
        var values: [String: Double] = [:]
        for field in Mirror(reflecting: settings).children {
            guard let name = field.label else { continue }
            if let number = field.value as? Int { values[name] = Double(number) }
            if let number = field.value as? Double { values[name] = number }
        }
        return values
    }
}
