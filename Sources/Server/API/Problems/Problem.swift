import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Why a request of the API was not carried out († RFC 9457): what sort of problem, in words, and which fields.
struct Problem: Error, Sendable {
    var kind: Kind
    /// The HTTP status; as the kind has it unless said otherwise.
    var status: Int
    /// What is wrong and what to do, in a sentence or two.
    var detail: String
    /// The fields that are wrong.
    var errors: [FieldError]
    /// Headers that the answer needs besides: `Allow`, `Retry-After`.
    var headers: HTTPFields

    init(_ kind: Kind, status: Int? = nil, _ detail: String, errors: [FieldError] = [], headers: HTTPFields = [:]) {
        self.kind = kind
        self.status = status ?? kind.status
        self.detail = detail
        self.errors = errors
        self.headers = headers
    }

    /// One parameter or header is wrong.
    static func parameter(_ name: String, _ detail: String) -> Problem {
        Problem(.badParameter, "A parameter cannot be taken: \(detail)", errors: [.parameter(name, detail)])
    }

    /// One field of the body is wrong, in a way that only shows when it is looked at together with what is there.
    static func field(_ pointer: String, _ detail: String) -> Problem {
        Problem(.refused, detail, errors: [.pointer(pointer, detail)])
    }

    /// One parameter is wrong, in a way that only shows when it is looked at together with what is there.
    static func unusable(_ name: String, _ detail: String) -> Problem {
        Problem(.refused, detail, errors: [.parameter(name, detail)])
    }

    /// The answer.
    func response(requestID: String) -> Response {
        let body = Body(
            type: kind.type, title: kind.title, status: status, detail: detail, errors: errors.isEmpty ? nil : errors,
            instance: "urn:covalence:request:\(requestID)"
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(body)) ?? Data()
        var response = Response(
            status: HTTPResponse.Status(code: status), headers: [.contentType: "application/problem+json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data))
        )
        response.headers.append(contentsOf: headers)
        return response
    }

    private struct Body: Encodable {
        var type: String
        var title: String
        var status: Int
        var detail: String
        var errors: [FieldError]?
        /// Names the request in the log.
        var instance: String
    }

    /// As the served document has it.
    static let schema = Schema.object("Problem", "Why a request was not carried out († RFC 9457).", [
        .required("type", .choice(Kind.allCases.map(\.type)), "Which sort of problem; stays the same."),
        .required("title", .text(200), "The sort of problem in a few words."),
        .required("status", .integer(400...599)),
        .required("detail", .text(), "What is wrong and what to do."),
        .optional("errors", .list(.object("FieldError", "One thing that is wrong, and where.", [
            .optional("pointer", .text(1_000), "Where in the body († RFC 6901)."),
            .optional("parameter", .text(200), "Which parameter or header."),
            .required("detail", .text(), "What is wrong with it."),
        ]), most: Schema.mostErrors), "The fields that are wrong."),
        .optional("instance", .text(200), "Names the request in the server’s log."),
    ])
}

extension HTTPFields {
    /// Adds the fields of others.
    mutating func append(contentsOf others: HTTPFields) {
        for field in others { append(field) }
    }
}
