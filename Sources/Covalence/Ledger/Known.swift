/// A value, or the reason why it is not known. What is not in the record is never taken as not having happened ‡.
public enum Known<Value> {
    case known(Value)
    case notKnown(Missing)

    /// The value, where known.
    public var value: Value? {
        if case .known(let value) = self { value } else { nil }
    }

    /// What is missing, where not known.
    public var missing: Missing? {
        if case .notKnown(let missing) = self { missing } else { nil }
    }

    /// The same with the value changed.
    public func map<Other>(_ change: (Value) -> Other) -> Known<Other> {
        switch self {
        case .known(let value): .known(change(value))
        case .notKnown(let missing): .notKnown(missing)
        }
    }
}

extension Known: Sendable where Value: Sendable {}
extension Known: Equatable where Value: Equatable {}
extension Known: Hashable where Value: Hashable {}

/// Why something cannot be said.
public enum Missing: Hashable, Sendable {
    /// Nobody said who was on which side, or only one side spoke.
    case sides
    /// The file has no times.
    case times
    /// The language is not known.
    case language
    /// This engine does not read the language (BCP 47).
    case unreadLanguage(String)
    /// Too little was said to tell; what would be needed, in words.
    case material(String)

    /// What is missing and what to do, in one sentence.
    public var sentence: String {
        switch self {
        case .sides: "Not known: say who was on the seller's and who on the customer's side."
        case .times: "Not known: this file has no times."
        case .language: "Not known: the language of this file is not known. Set it."
        case .unreadLanguage(let language): "Not known: this engine reads English, and the language here is \(language)."
        case .material(let needed): "Not known: \(needed)"
        }
    }
}

extension Known: Codable where Value: Codable {
    private enum CodingKeys: String, CodingKey { case known, notKnown, missing, detail }

    /// Reads the form that `encode(to:)` writes. A `notKnown` without `missing` is read as missing material with that sentence.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        guard let sentence = try values.decodeIfPresent(String.self, forKey: .notKnown) else {
            self = .known(try values.decode(Value.self, forKey: .known))
            return
        }
        let detail = try values.decodeIfPresent(String.self, forKey: .detail)
        self = switch try values.decodeIfPresent(String.self, forKey: .missing) {
        case "sides": .notKnown(.sides)
        case "times": .notKnown(.times)
        case "language": .notKnown(.language)
        case "unread-language": .notKnown(.unreadLanguage(detail ?? ""))
        default: .notKnown(.material(detail ?? (sentence.hasPrefix("Not known: ") ? String(sentence.dropFirst(11)) : sentence)))
        }
    }

    /// Writes `{"known": …}` or `{"notKnown": "why", "missing": "sides"}`; `detail` holds the language or what would be needed.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .known(let value): try values.encode(value, forKey: .known)
        case .notKnown(let missing):
            try values.encode(missing.sentence, forKey: .notKnown)
            switch missing {
            case .sides: try values.encode("sides", forKey: .missing)
            case .times: try values.encode("times", forKey: .missing)
            case .language: try values.encode("language", forKey: .missing)
            case .unreadLanguage(let language):
                try values.encode("unread-language", forKey: .missing)
                try values.encode(language, forKey: .detail)
            case .material(let needed):
                try values.encode("material", forKey: .missing)
                try values.encode(needed, forKey: .detail)
            }
        }
    }
}
