import HTTPTypes
import Workbench

/// The document of the API for people: what can be asked for, with what, and what can go wrong. Made from the same values.
struct APIPage: PageModel {
    static let template = "api"

    var endpoints: [Endpoint]
    var waiting = 0

    var view: View {
        var schemas: [String: Schema] = [:]
        Problem.schema.named(into: &schemas)
        for schema in endpoints.flatMap(\.shapes) { schema.named(into: &schemas) }
        return PageFrame(title: "The API", waiting: waiting).view.merging([
            "root": .text(APIPath.root), "document": .text(APIPath.document), "count": .text("\(endpoints.count)"),
            "groups": .list(Endpoint.Tag.allCases.compactMap { tag -> View? in
                let here = endpoints.filter { $0.tag == tag }
                guard !here.isEmpty else { return nil }
                return ["tag": .text(tag.rawValue), "tagID": .text(Self.anchor(tag)), "endpoints": .list(here.map(Self.view))]
            }),
            "schemas": .list(schemas.keys.sorted().compactMap { name in schemas[name].map { Self.view(name, $0) } }),
            "problems": .list(Problem.Kind.allCases.map { kind -> View in
                ["kind": .text(kind.rawValue), "status": .text("\(kind.status)"), "problemTitle": .text(kind.title), "meaning": .text(kind.meaning)]
            }),
            "leftOut": .list(Endpoint.leftOutParts.sorted { $0.key < $1.key }.map { part -> View in ["what": .text(part.key), "why": .text(part.value)] }),
        ])
    }

    static func anchor(_ tag: Endpoint.Tag) -> String { "group-" + tag.rawValue.lowercased().replacing(" ", with: "-") }

    private static func view(_ endpoint: Endpoint) -> View {
        var rows = endpoint.allParameters.map { row($0.name, "in the \($0.place == .path ? "address" : "query")", $0.schema, isRequired: $0.isRequired) }
        if endpoint.isVersioned { rows.append(header("If-Match", "The ETag of what you saw.", isRequired: true)) }
        if endpoint.takesKey { rows.append(header("Idempotency-Key", "A name of your choice for this request: it is carried out once.", isRequired: false)) }
        var body: [View] = [], bodyTypes: String?
        switch endpoint.input {
        case .none: break
        case .json(let schema):
            body = fields(schema)
            bodyTypes = "application/json"
        case .stream(let types):
            body = endpoint.takenLine.map(fields) ?? []
            bodyTypes = types.joined(separator: ", ")
        }
        return [
            "operation": .text(endpoint.operation), "method": .text(endpoint.method.rawValue), "path": .text(endpoint.path), "summary": .text(endpoint.summary),
            "about": View.Value(nonEmpty: [endpoint.about, endpoint.whyNoKey.map { "An Idempotency-Key is not looked at: \($0)" }].compactMap(\.self).joined(separator: " ")), "scopes": .text(endpoint.scopes.map(\.rawValue).joined(separator: ", ")), "hasRows": .flag(!rows.isEmpty),
            "rows": .list(rows), "bodyTypes": View.Value(bodyTypes), "hasBody": .flag(!body.isEmpty), "body": .list(body), "answer": .view(answer(endpoint)),
            "kinds": .list(Problem.Kind.allCases.filter { $0.mayCome(of: endpoint) }.map { ["kind": .text($0.rawValue)] }),
        ]
    }

    private static func answer(_ endpoint: Endpoint) -> View {
        let types = endpoint.types.joined(separator: ", ")
        guard let schema = endpoint.output.schema else {
            let text = endpoint.output.status == 204 ? "nothing" : types
            if let line = endpoint.givenLine {
                let view: View = ["answerStatus": .text("\(endpoint.output.status)"), "types": .text("each line; \(types)")]
                return view.merging(type(line))
            }
            return ["answerStatus": .text("\(endpoint.output.status)"), "type": .text(text), "typeName": .none, "typeAfter": .none, "types": .none]
        }
        let view: View = ["answerStatus": .text("\(endpoint.output.status)"), "types": endpoint.streams.isEmpty ? .none : .text(types)]
        return view.merging(type(schema))
    }

    private static func view(_ name: String, _ schema: Schema) -> View {
        ["schema": .text(name), "schemaAbout": View.Value(schema.about), "fields": .list(fields(schema))]
    }

    /// The members of an object, the lines of a form.
    private static func fields(_ schema: Schema) -> [View] {
        guard case .object(let fields) = schema.form else { return [row("the value", nil, schema, isRequired: true)] }
        return fields.flatMap { field -> [View] in
            let row = row(field.name, nil, field.schema, isRequired: field.isRequired)
            // What has no name of its own is written out where it stands.
            guard field.schema.name == nil, case .object(let inner) = field.schema.form else { return [row] }
            return [row] + inner.map { Self.row("\(field.name).\($0.name)", nil, $0.schema, isRequired: $0.isRequired) }
        }
    }

    private static func row(_ name: String, _ place: String?, _ schema: Schema, isRequired: Bool) -> View {
        let view: View = ["name": .text(name), "place": View.Value(place), "isRequired": .flag(isRequired), "fieldAbout": View.Value(schema.about)]
        return view.merging(type(schema))
    }

    private static func header(_ name: String, _ about: String, isRequired: Bool) -> View {
        ["name": .text(name), "place": "as a header", "isRequired": .flag(isRequired), "fieldAbout": .text(about), "type": "text", "typeName": .none, "typeAfter": .none]
    }

    /// What a value is, in words, and the name of its schema where it has one.
    private static func type(_ schema: Schema) -> View {
        var inner = schema, before = ""
        while case .list(let item, let most) = inner.form, inner.name == nil { (inner, before) = (item, before + "list (at most \(most)) of ") }
        let after = schema.isNullable ? ", or null" : ""
        guard let name = inner.name else { return ["type": .text(before + words(inner) + after), "typeName": .none, "typeAfter": .none] }
        return ["type": .text(before), "typeName": .text(name), "typeAfter": .text(after)]
    }

    private static func words(_ schema: Schema) -> String {
        switch schema.form {
        case .text(let range): range.lowerBound > 0 ? "text, \(range.lowerBound) to \(range.upperBound) characters" : "text, up to \(range.upperBound) characters"
        case .id: "id (UUID)"
        case .time: "time, 2026-03-04T09:30:00Z"
        case .day: "day, 2026-03-04"
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .integer(let range): range.upperBound > 1_000_000_000 ? "whole number from \(range.lowerBound)" : "whole number, \(range.lowerBound) to \(range.upperBound)"
        case .number: "number"
        case .boolean: "true or false"
        case .list(let item, let most): "list (at most \(most)) of \(item.name ?? words(item))"
        case .map(let value): "object of \(value.name ?? words(value)) by name"
        case .object: "object"
        case .anything: "anything"
        }
    }
}
