import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Synchronization
import Workbench

/// The API as OpenAPI 3.1 says it, made from the endpoints themselves when it is first asked for, and kept as it goes out: a server nobody
/// asks holds nothing of it.
final class OpenAPIDocument: Sendable {
    private struct Written {
        var bytes: ByteBuffer
        var tag: String
    }

    private let endpoints: [Endpoint]
    private let written = Mutex<Written?>(nil)

    init(_ endpoints: [Endpoint]) { self.endpoints = endpoints }

    /// What the document says.
    var value: JSONValue { Self.document(endpoints) }

    /// The document, or 304.
    func respond(to request: Request) -> Response {
        let written = written.withLock { kept in
            let made = kept ?? write()
            kept = made
            return made
        }
        guard request.headers[.ifNoneMatch] != written.tag else { return Response(status: .notModified, headers: [.eTag: written.tag]) }
        return Response(
            status: .ok, headers: [.contentType: "application/json", .eTag: written.tag], body: ResponseBody(byteBuffer: written.bytes))
    }

    private func write() -> Written {
        let text = value.written(indent: 2) + "\n"
        let hash = SHA256.hash(data: Data(text.utf8)).prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return Written(bytes: ByteBuffer(string: text), tag: "\"\(hash)\"")
    }

    private static func document(_ endpoints: [Endpoint]) -> JSONValue {
        var schemas: [String: Schema] = [:], inputs: Set<String> = []
        Problem.schema.named(into: &schemas)
        for endpoint in endpoints {
            endpoint.output.schema?.named(into: &schemas)
            endpoint.givenLine?.named(into: &schemas)
            for schema in [endpoint.input.schema, endpoint.takenLine].compactMap(\.self) {
                var found: [String: Schema] = [:]
                schema.named(into: &found)
                inputs.formUnion(found.keys)
                schemas.merge(found) { first, _ in first }
            }
        }
        let paths = Dictionary(grouping: endpoints, by: \.path)
        return .object([
            "openapi": "3.1.0",
            "info": .object([
                "title": "Covalence",
                "summary": "The record of a team’s sales, and what is held true of it.",
                "description": .text(about),
                "version": "1",
                "license": .object(["name": "Apache 2.0", "identifier": "Apache-2.0"]),
            ]),
            "servers": [.object(["url": .text(APIPath.root)])],
            "tags": .list(Endpoint.Tag.allCases.filter { tag in endpoints.contains { $0.tag == tag } }.map { .object(["name": .text($0.rawValue)]) }),
            "security": [.object(["token": []])],
            "paths": .object(paths.keys.sorted().map { path in
                .init(name: path, value: .object((paths[path] ?? []).map { .init(name: $0.method.rawValue.lowercased(), value: operation($0)) }))
            }),
            "components": .object([
                "securitySchemes": .object(["token": .object([
                    "type": "http", "scheme": "bearer",
                    "description": "A token as the page “Tokens” of your settings shows it once. It acts for you, within its scopes.",
                ])]),
                "headers": headers, "responses": refusals,
                "schemas": .object(schemas.keys.sorted().compactMap { name in
                    schemas[name].map { schema in
                        var plain = schema
                        plain.name = nil
                        plain.isNullable = false
                        return .init(name: name, value: plain.definition(isInput: inputs.contains(name)))
                    }
                }),
            ]),
        ])
    }

    private static let about = """
        Every address asks for a token. Lists come in pages: `next` is handed back as `cursor`. What has versions answers with an `ETag`; \
        a change hands it back as `If-Match`. A POST with an `Idempotency-Key` is carried out once, however often it is sent within \
        24 hours. What goes wrong is told as RFC 9457 has it. Where a body or an answer comes in lines or events, `x-itemSchema` says what each \
        of them is, as `itemSchema` does in OpenAPI 3.2.
        """

    private static func operation(_ endpoint: Endpoint) -> JSONValue {
        .object([
            "operationId": .text(endpoint.operation),
            "tags": [.text(endpoint.tag.rawValue)],
            "summary": .text(endpoint.summary),
            "description": .text([endpoint.about, endpoint.whyNoKey.map { "An `Idempotency-Key` is not looked at: \($0)" }, "Needs \(scopes(endpoint))."].compactMap(\.self).joined(separator: " ")),
            "deprecated": endpoint.isDeprecated ? true : nil,
            "security": [.object(["token": .list(endpoint.scopes.map { .text($0.rawValue) })])],
            "parameters": parameters(endpoint),
            "requestBody": body(endpoint),
            "responses": responses(endpoint),
        ])
    }

    /// “the scopes `read` and `write`”.
    static func scopes(_ endpoint: Endpoint) -> String {
        let names = endpoint.scopes.map { "`\($0.rawValue)`" }
        return names.count == 1 ? "the scope \(names[0])" : "the scopes \(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1])"
    }

    private static func parameters(_ endpoint: Endpoint) -> JSONValue? {
        var list: [JSONValue] = endpoint.allParameters.map { parameter in
            var schema = parameter.schema
            schema.about = nil
            return .object([
                "name": .text(parameter.name), "in": .text(parameter.place.rawValue), "required": .boolean(parameter.isRequired),
                "description": parameter.schema.about.map { .text($0) }, "schema": schema.document(isInput: true),
            ])
        }
        func header(_ name: String, isRequired: Bool, _ about: String, _ schema: JSONValue) {
            list.append(.object(["name": .text(name), "in": "header", "required": .boolean(isRequired), "description": .text(about), "schema": schema]))
        }
        if endpoint.isVersioned {
            header("If-Match", isRequired: true, "The `ETag` of what you saw.", .object(["type": "string", "pattern": "^\"[^\"]{1,200}\"$"]))
        }
        if endpoint.takesKey {
            header("Idempotency-Key", isRequired: false, "A name of your choice for this request, such as a random UUID.", .object([
                "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$",
            ]))
        }
        if endpoint.method == .get, case .file = endpoint.output {} else if endpoint.method == .get {
            header("If-None-Match", isRequired: false, "An `ETag`: 304 where it is still the same.", .object(["type": "string"]))
        }
        if endpoint.streams.contains("text/event-stream") {
            header("Last-Event-ID", isRequired: false, "Where a stream goes on: after this event.", .object(["type": "string", "pattern": "^[0-9]{1,15}$"]))
        }
        return list.isEmpty ? nil : .list(list)
    }

    private static func body(_ endpoint: Endpoint) -> JSONValue? {
        switch endpoint.input {
        case .none: return nil
        case .json(let schema):
            let content = JSONValue.object(["schema": schema.document(isInput: true)])
            return .object([
                "required": true,
                "content": .object(["application/json": content, "application/merge-patch+json": endpoint.method == .patch ? content : nil]),
            ])
        case .stream(let types):
            let content = JSONValue.object(["schema": .object(["type": "string", "format": "binary"]), "x-itemSchema": endpoint.takenLine?.document(isInput: true)])
            return .object(["required": true, "content": .object(types.map { .init(name: $0, value: content) })])
        }
    }
}
