import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// What comes in, read strictly: what nobody asked for is refused, so that a filter with a slip in its name does not give everything.
extension APIService {
    /// The most parameters of a query: some lists of as many as a page has, and what else there is.
    private static let mostPairs = 1_000

    /// The names and values of a query.
    static func pairs(of query: String?) throws(Problem) -> [(name: String, value: String)] {
        guard let query, !query.isEmpty else { return [] }
        let parts = query.split(separator: "&", omittingEmptySubsequences: true)
        guard parts.count <= mostPairs else { throw Problem(.badParameter, "There are more than \(mostPairs) parameters. Leave some out.") }
        var pairs: [(name: String, value: String)] = []
        for part in parts {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { $0.replacing("+", with: " ").removingPercentEncoding }
            guard let name = halves.first ?? nil, let value = halves.count == 2 ? halves[1] : .some(""), !value.unicodeScalars.contains("\0"), !name.unicodeScalars.contains("\0") else {
                throw Problem(.badParameter, "The query is not written as names and values of UTF-8. Encode it as a browser does.")
            }
            pairs.append((name, value))
        }
        return pairs
    }

    /// The values of the parameters an endpoint knows.
    static func parameters(_ endpoint: Endpoint, pairs: [(name: String, value: String)], _ path: Parameters) throws -> [String: JSONValue] {
        var errors: [FieldError] = []
        var found: [String: JSONValue] = [:]
        let known = endpoint.allParameters
        func take(_ parameter: Parameter, _ texts: [String]) {
            do { found[parameter.name] = try parameter.value(of: texts) } catch { errors += error.errors }
        }
        for parameter in known {
            switch parameter.place {
            case .path: take(parameter, [path.get(parameter.name)?.removingPercentEncoding ?? ""])
            case .query:
                let texts = pairs.filter { $0.name == parameter.name }.map(\.value)
                if !texts.isEmpty { take(parameter, texts) }
                else if parameter.isRequired { errors.append(.parameter(parameter.name, "It is missing.")) }
            }
        }
        let names = known.filter { $0.place == .query }.map(\.name)
        for pair in pairs where !names.contains(pair.name) {
            let there = names.isEmpty ? "It takes none." : "There are: \(names.joined(separator: ", "))."
            errors.append(.parameter(String(pair.name.prefix(100)), "There is no such parameter. \(there)"))
        }
        guard errors.isEmpty else {
            throw Problem(.badParameter, errors.count == 1 ? "A parameter cannot be taken." : "\(errors.count) parameters cannot be taken.", errors: Array(errors.prefix(Schema.mostErrors)))
        }
        return found
    }

    /// The version that `If-Match` says was seen.
    static func seen(_ header: String?) throws(Problem) -> String {
        guard let header, !header.isEmpty else {
            throw Problem(.versionMissing, "Say which version you saw: hand its `ETag` back as `If-Match`.", errors: [.parameter("If-Match", "It is missing.")])
        }
        let tag = header.trimmingCharacters(in: .whitespaces)
        guard tag != "*" else {
            throw Problem(.versionMissing, "“*” would overwrite what others wrote. Hand back the `ETag` of what you saw.", errors: [.parameter("If-Match", "It names no version.")])
        }
        // Weak ones never match here († RFC 9110, 13.1.1), and of several it could not be said which was seen.
        guard tag.hasPrefix("\""), tag.hasSuffix("\""), tag.count > 2, !tag.dropFirst().dropLast().contains("\"") else {
            throw Problem(.stale, "`If-Match` names no version of this. Read it again and hand back its `ETag`.")
        }
        let inner = tag.dropFirst().dropLast()
        return String(inner[..<(inner.lastIndex(of: ".") ?? inner.endIndex)])
    }

    /// Reads the body into a request.
    ///
    /// - Returns: its bytes; none of what is streamed.
    static func read(_ endpoint: Endpoint, _ request: Request, _ context: ServerContext, into asked: inout APIRequest) async throws -> [UInt8] {
        let type = request.headers[.contentType].map { $0.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased() }
        switch endpoint.input {
        case .none: return []
        case .stream(let types):
            guard types.contains("*/*") || type.map(types.contains) ?? false else {
                throw Problem(.badMediaType, "This address takes \(types.joined(separator: ", ")). Say so in `Content-Type`.")
            }
            return []
        case .json(let schema):
            guard type == "application/json" || (endpoint.method == .patch && type == "application/merge-patch+json") else {
                throw Problem(.badMediaType, "This address takes application/json. Say so in `Content-Type`.")
            }
            var request = request
            let bytes = Array(buffer: try await request.collectBody(upTo: context.maxUploadSize))
            let value: JSONValue
            do { value = try JSONText.read(bytes) } catch {
                throw Problem(.unreadable, "The body is no JSON text: at byte \(error.place), \(error.reason).", errors: [.pointer("", "At byte \(error.place), \(error.reason).")])
            }
            let wrong = schema.errors(in: value)
            guard wrong.isEmpty else {
                throw Problem(.badField, wrong.count == 1 ? "A field cannot be taken." : "\(wrong.count) fields cannot be taken.", errors: wrong)
            }
            asked.body = APIBody(value)
            return bytes
        }
    }

    /// Whether what is given is among what is asked for.
    static func checkAccept(_ header: String?, _ endpoint: Endpoint) throws(Problem) {
        guard let header, !header.isEmpty else { return }
        let wanted = header.lowercased().split(separator: ",").map { entry in
            entry.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        }.filter { !$0.contains("q=0") && !$0.contains("q=0.0") }.compactMap(\.first)
        let isThere = endpoint.types.contains { type in
            wanted.contains { $0 == "*/*" || $0 == type || $0 == type.prefix { $0 != "/" } + "/*" }
        }
        guard isThere || (endpoint.output.schema == nil && wanted.contains("application/json")) else {
            throw Problem(.notAcceptable, "This address gives \(endpoint.types.joined(separator: ", ")). Ask for that in `Accept`.")
        }
    }

    /// The key of a request that is to be carried out once.
    static func key(of request: Request) throws(Problem) -> String? {
        guard let key = request.headers[.known("Idempotency-Key")] else { return nil }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (33...126).contains($0) }) else {
            throw .parameter("Idempotency-Key", "It has 1 to 255 visible ASCII characters. A random UUID is a good one.")
        }
        return key
    }
}
