import Covalence
import Crypto
public import Foundation

/// A digest for each field of a record: by them it is told which fields changed, without what they hold being kept.
///
/// As text it is `name=5f3a…,domain=…`, in the order of the names; 48 bits of SHA-256 each.
public struct FieldDigests: Hashable, Sendable {
    /// By the field's name.
    public private(set) var values: [String: String]

    /// No field.
    public init() { values = [:] }

    /// Reads the text form; what is no digest is passed over.
    public init(text: String) {
        values = [:]
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { values[String(pair[0])] = String(pair[1]) }
        }
    }

    /// Digests of fields that have a value.
    public init(of fields: [String: String?]) {
        values = fields.compactMapValues { $0.map(Self.digest) }
    }

    /// Sets a field; a field without a value has no digest.
    public mutating func set(_ field: String, _ value: String?) { values[field] = value.map(Self.digest) }

    /// Names one of many values of a field, without holding it.
    public static func field(_ name: String, of value: String) -> String { "\(name) \(digest(value))" }

    /// Whether a field says something else than here.
    public func differs(_ field: String, from other: FieldDigests) -> Bool { values[field] != other.values[field] }

    /// The text that is kept.
    public var text: String { values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",") }

    private static func digest(_ value: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: SHA256.hash(data: Data(value.utf8)).prefix(6).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension FieldDigests {
    /// Of what is kept of an organisation.
    init(_ organization: Organization) {
        self.init(of: [
            "name": organization.name, "kind": organization.kind.rawValue, "industry": organization.industry, "size": organization.size?.rawValue,
            "country": organization.country, "parent": organization.parent?.description, "note": organization.note,
            "domains": organization.domains.isEmpty ? nil : organization.domains.joined(separator: "\n"),
        ])
    }

    /// Of what is kept of a person.
    init(_ person: Person) {
        self.init(of: [
            "name": person.name, "organization": person.organization?.description, "function": person.function, "note": person.note,
            "languages": person.languages.isEmpty ? nil : person.languages.joined(separator: "\n"),
            "cultures": person.cultures.isEmpty ? nil : person.cultures.joined(separator: "\n"),
            "reach": person.reach.isEmpty ? nil : person.reach.map { "\($0.means.rawValue) \($0.value)" }.joined(separator: "\n"),
        ])
    }
}

/// Names a record of a source without holding its id, which may be a mail address.
public enum SourceKey {
    /// 16 bytes of SHA-256 of source, kind and id.
    public static func make(source: String, kind: String, id: String) -> Data {
        Data(SHA256.hash(data: Data("\(source)\u{0}\(kind)\u{0}\(id)".utf8)).prefix(16))
    }
}
