import Covalence
import Store

/// One thing that is wrong with what was sent, and where.
struct FieldError: Hashable, Sendable, Encodable {
    /// Where in the body († RFC 6901): `/domains/0`.
    var pointer: String?
    /// Which parameter or header.
    var parameter: String?
    /// What is wrong and what to write instead.
    var detail: String

    static func pointer(_ pointer: String, _ detail: String) -> FieldError { FieldError(pointer: pointer, detail: detail) }
    static func parameter(_ name: String, _ detail: String) -> FieldError { FieldError(parameter: name, detail: detail) }
}

extension Schema {
    /// The most errors that are told of at once.
    static let mostErrors = 50

    /// Everything that is wrong with a value, in its order, at most `mostErrors`.
    func errors(in value: JSONValue, at pointer: String = "") -> [FieldError] {
        var errors: [FieldError] = []
        check(value, pointer, &errors)
        return errors
    }

    private func check(_ value: JSONValue, _ pointer: String, _ errors: inout [FieldError]) {
        guard errors.count < Self.mostErrors else { return }
        func wrong(_ expected: String) { errors.append(.pointer(pointer, "\(expected) was expected, not \(value.kind).")) }
        if value == .null, isNullable { return }
        switch (form, value) {
        case (.anything, _): return
        case (.text(let range), .text(let text)):
            let count = text.unicodeScalars.count
            if count < range.lowerBound { errors.append(.pointer(pointer, "It is empty. Write at least \(range.lowerBound) character\(range.lowerBound == 1 ? "" : "s").")) }
            if count > range.upperBound { errors.append(.pointer(pointer, "It has \(count) characters; \(range.upperBound) are the most.")) }
        case (.text, _): wrong("A text")
        case (.id, .text(let text)):
            if Identifier<Workspace>(text) == nil { errors.append(.pointer(pointer, "It is not an id: 36 characters with hyphens, as the API gives them out.")) }
        case (.id, _): wrong("An id")
        case (.time, .text(let text)):
            if Timestamp(iso8601: text) == nil { errors.append(.pointer(pointer, "It is not a time with a zone. Write it as 2026-03-04T09:30:00Z.")) }
        case (.time, _): wrong("A time")
        case (.day, .text(let text)):
            if CalendarDay(text) == nil { errors.append(.pointer(pointer, "It is not a day. Write it as 2026-03-04.")) }
        case (.day, _): wrong("A day")
        case (.choice(let words), .text(let text)):
            if !words.contains(text) { errors.append(.pointer(pointer, "It is none of \(Self.listed(words)).")) }
        case (.choice(let words), _): wrong("One of \(Self.listed(words))")
        case (.integer(let range), .integer), (.integer(let range), .number):
            guard let number = value.wholeNumber else { return wrong("A whole number") }
            if !range.contains(number) { errors.append(.pointer(pointer, "It is \(number); \(range.lowerBound) to \(range.upperBound) are possible.")) }
        case (.integer, _): wrong("A whole number")
        case (.number, .integer), (.number, .number): return
        case (.number, _): wrong("A number")
        case (.boolean, .boolean): return
        case (.boolean, _): wrong("true or false")
        case (.list(let item, let most), .list(let items)):
            if items.count > most { errors.append(.pointer(pointer, "It has \(items.count) items; \(most) are the most.")) }
            for (index, value) in items.prefix(most).enumerated() { item.check(value, "\(pointer)/\(index)", &errors) }
        case (.list, _): wrong("A list")
        case (.map(let schema), .object(let members)):
            for member in members { schema.check(member.value, "\(pointer)/\(Self.escaped(member.name))", &errors) }
        case (.object(let fields), .object(let members)): check(members, fields, pointer, &errors)
        case (.object, _), (.map, _): wrong("An object")
        }
    }

    private func check(_ members: [JSONValue.Member], _ fields: [Field], _ pointer: String, _ errors: inout [FieldError]) {
        for field in fields where field.isRequired && !members.contains(where: { $0.name == field.name }) {
            errors.append(.pointer("\(pointer)/\(Self.escaped(field.name))", "It is missing."))
        }
        for member in members {
            let place = "\(pointer)/\(Self.escaped(member.name))"
            guard let field = fields.first(where: { $0.name == member.name }) else {
                errors.append(.pointer(place, "There is no such field. There are: \(Self.listed(fields.map(\.name)))."))
                continue
            }
            field.schema.check(member.value, place, &errors)
        }
    }

    private static func listed(_ words: [String]) -> String { words.map { "“\($0)”" }.joined(separator: ", ") }

    /// A name as a piece of a pointer.
    private static func escaped(_ name: String) -> String { StoreError.Reason.token(name) }

    /// Whether something can stand at a place of a value of this schema.
    func has(_ pointer: some StringProtocol) -> Bool {
        guard pointer.hasPrefix("/") else { return pointer.isEmpty }
        let name = pointer.dropFirst().prefix { $0 != "/" }, rest = pointer.dropFirst(name.count + 1)
        switch form {
        case .list(let item, _): return Int(name) != nil && item.has(rest)
        case .map(let value): return value.has(rest)
        case .object(let fields): return fields.first { Self.escaped($0.name) == name }?.schema.has(rest) ?? false
        case .anything: return true
        default: return false
        }
    }
}
