extension Schema {
    /// The schema as JSON Schema († 2020-12, which OpenAPI 3.1 takes as it is). What has a name is pointed at.
    ///
    /// - Parameter isInput: whether it is for what comes in: there, names that are not listed are refused.
    func document(isInput: Bool) -> JSONValue {
        if let name {
            let pointer = JSONValue.object(["$ref": .text("#/components/schemas/\(name)")])
            return isNullable ? .object(["oneOf": [pointer, .object(["type": "null"])]]) : pointer
        }
        return definition(isInput: isInput)
    }

    /// The schema written out.
    func definition(isInput: Bool) -> JSONValue {
        var members: [JSONValue.Member] = []
        func add(_ name: String, _ value: JSONValue?) {
            if let value { members.append(.init(name: name, value: value)) }
        }
        func type(_ name: String) { add("type", isNullable ? [.text(name), "null"] : .text(name)) }
        switch form {
        case .text(let range):
            type("string")
            if range.lowerBound > 0 { add("minLength", .integer(range.lowerBound)) }
            add("maxLength", .integer(range.upperBound))
        case .id:
            type("string")
            add("format", "uuid")
        case .time:
            type("string")
            add("format", "date-time")
        case .day:
            type("string")
            add("format", "date")
        case .choice(let words):
            type("string")
            add("enum", .list(words.map { .text($0) } + (isNullable ? [.null] : [])))
        case .integer(let range):
            type("integer")
            if range.lowerBound > Int.min { add("minimum", .integer(range.lowerBound)) }
            if range.upperBound < Int.max { add("maximum", .integer(range.upperBound)) }
        case .number: type("number")
        case .boolean: type("boolean")
        case .list(let item, let most):
            type("array")
            add("items", item.document(isInput: isInput))
            add("maxItems", .integer(most))
        case .map(let value):
            type("object")
            add("additionalProperties", value.document(isInput: isInput))
        case .anything: break
        case .object(let fields):
            type("object")
            add("properties", .object(fields.map { .init(name: $0.name, value: $0.schema.document(isInput: isInput)) }))
            let required = fields.filter(\.isRequired).map { JSONValue.text($0.name) }
            if !required.isEmpty { add("required", .list(required)) }
            if isInput { add("additionalProperties", false) }
        }
        add("description", about.map { .text($0) })
        add("examples", example.map { [$0] })
        return .object(members)
    }

    /// It and every schema with a name inside it, by name.
    func named(into found: inout [String: Schema]) {
        if let name {
            guard found[name] == nil else { return }
            found[name] = self
        }
        switch form {
        case .list(let item, _): item.named(into: &found)
        case .map(let value): value.named(into: &found)
        case .object(let fields): for field in fields { field.schema.named(into: &found) }
        default: break
        }
    }
}
