import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Store
import Workbench

/// Carries requests of the API out: reads what comes in by the endpoint's schemas, hands it to the endpoint, and answers with versions,
/// pages and conditions. What an endpoint does stands in its value; what all have in common stands here.
struct APIService: Sendable {
    let site: Site
    let endpoints: [Endpoint]
    /// The served document.
    let document: OpenAPIDocument

    init(site: Site, endpoints: [Endpoint] = Endpoint.all) {
        self.site = site
        self.endpoints = endpoints
        document = OpenAPIDocument(endpoints)
    }

    /// Methods that are answered to: where an address has none of its own for one, with which it has.
    private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]

    /// Puts every endpoint at its address.
    func addRoutes(to router: Router<ServerContext>) {
        for (path, here) in Dictionary(grouping: endpoints, by: \.path) {
            let allowed = Self.allowed(here)
            for method in Self.methods {
                let asked = method == .head ? .get : method
                let endpoint = here.first { $0.method == asked }
                router.on(RouterPath(APIPath.root + path), method: method) { request, context in
                    guard let endpoint else {
                        if method == .options { return Response(status: .noContent, headers: [.allow: allowed]) }
                        throw Problem(.methodNotAllowed, "This address takes \(allowed).", headers: [.allow: allowed])
                    }
                    let response = try await answer(endpoint, request, context)
                    return method == .head ? response.createHeadResponse() : response
                }
            }
        }
        for method in [HTTPRequest.Method.get, .head] {
            router.on(RouterPath(APIPath.document), method: method) { request, _ in
                let response = document.respond(to: request)
                return method == .head ? response.createHeadResponse() : response
            }
        }
    }

    /// What `Allow` lists.
    private static func allowed(_ endpoints: [Endpoint]) -> String {
        var names = endpoints.map(\.method.rawValue).sorted()
        if names.contains("GET") { names.append("HEAD") }
        return (names + ["OPTIONS"]).joined(separator: ", ")
    }

    /// The endpoint of a path, with what its braces stand for.
    func endpoint(_ method: HTTPRequest.Method, at path: String) -> (endpoint: Endpoint, names: [String: String])? {
        let parts = path.split(separator: "/")
        for endpoint in endpoints where endpoint.method == method {
            let pattern = endpoint.path.split(separator: "/")
            guard pattern.count == parts.count else { continue }
            var names: [String: String] = [:]
            let fits = zip(pattern, parts).allSatisfy { wanted, given in
                guard wanted.hasPrefix("{") else { return wanted == given }
                names[String(wanted.dropFirst().dropLast())] = String(given)
                return true
            }
            if fits { return (endpoint, names) }
        }
        return nil
    }

    /// Carries a request out.
    func answer(_ endpoint: Endpoint, _ request: Request, _ context: ServerContext) async throws -> Response {
        guard let token = context.token else { throw APIGate.notSignedIn }
        try Self.checkAccept(request.headers[.accept], endpoint)
        let bench = try context.bench
        var asked = APIRequest(
            bench: bench, visitor: try await bench.narrowed(try context.visitor, to: endpoint.actions), site: site, path: request.uri.path,
            stream: request.body, http: request, context: context, mediaType: request.headers[.contentType]
        )
        let pairs = try Self.pairs(of: request.uri.query)
        asked.query = APICursor.query(pairs)
        asked.parameters = try Self.parameters(endpoint, pairs: pairs, context.parameters)
        if endpoint.isVersioned { asked.seen = try Self.seen(request.headers[.ifMatch]) }
        let bytes = try await Self.read(endpoint, request, context, into: &asked)
        guard endpoint.takesKey, let key = try Self.key(of: request) else {
            return Self.response(to: try await endpoint.answer(asked), endpoint, request)
        }
        return try await once(key, token.id, endpoint, asked, request, bytes)
    }

    /// The answer with its headers; 304 where whoever asks has it already.
    static func response(to answer: APIAnswer, _ endpoint: Endpoint, _ request: Request) -> Response {
        var headers: HTTPFields = [:]
        let status = answer.isAccepted ? 202 : endpoint.output.status
        if let location = answer.location {
            headers[status == 200 ? .contentLocation : .location] = APIPath.root + location
        }
        switch answer.content {
        case .nothing: return Response(status: HTTPResponse.Status(code: status), headers: headers)
        case .response(var response):
            response.headers.append(contentsOf: headers)
            return response
        case .json(let data):
            headers[.contentType] = "application/json"
            if let tag = answer.tag { headers[.eTag] = tag }
            if let next = answer.next { headers[.known("Link")] = "<\(Self.address(of: next, request))>; rel=\"next\"" }
            let isLook = request.method == .get || request.method == .head
            if isLook, let tag = answer.tag, let held = request.headers[.ifNoneMatch], Self.holds(held, tag) {
                headers[.contentType] = nil
                return Response(status: .notModified, headers: headers)
            }
            return Response(
                status: HTTPResponse.Status(code: status), headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: data))
            )
        }
    }

    /// The address of the next page: the same, with its cursor.
    private static func address(of cursor: String, _ request: Request) -> String {
        let pairs = (try? pairs(of: request.uri.query)) ?? []
        let kept = pairs.filter { $0.name != "cursor" }.map { "\(QueryText.encode($0.name))=\(QueryText.encode($0.value))" }
        return request.uri.path + "?" + (kept + ["cursor=\(QueryText.encode(cursor))"]).joined(separator: "&")
    }

    /// Whether one of the tags of `If-None-Match` is this one († RFC 9110: compared weakly).
    private static func holds(_ header: String, _ tag: String) -> Bool {
        header.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.contains { $0 == "*" || $0 == tag || $0 == "W/" + tag }
    }
}
