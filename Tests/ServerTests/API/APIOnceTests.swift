import Covalence
import Foundation
import HTTPTypes
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("A request whose answer was lost is sent again and answered, not done again and not refused")
struct APIOnceTests {
    @Test("every POST takes a key, or the document says why it does not")
    func walk() {
        let without = Endpoint.all.filter { $0.method == .post && !$0.takesKey }
        #expect(Set(without.map(\.operation)) == ["addInteractionsInBulk", "importMail", "importCalendar", "previewCodebook", "suggestCodes"])
        let paths = OpenAPIDocument(Endpoint.all).value["paths"]
        for endpoint in Endpoint.all where endpoint.method == .post {
            let operation = paths?[endpoint.path]?["post"]
            let names = operation?["parameters"]?.items?.map { $0["name"]?.string } ?? []
            #expect(names.contains("Idempotency-Key") == endpoint.takesKey, "\(endpoint.operation)")
            #expect((operation?["description"]?.string?.contains("An `Idempotency-Key` is not looked at: ") == true) != endpoint.takesKey, "\(endpoint.operation)")
        }
    }

    @Test("a decision, a cast, an undo, a statement and what was decided on it: the same answer, once done")
    func versioned() async throws {
        let world = try await APIShapeTests.World()
        let meeting = "/meetings/\(world.ids["meetings"] ?? "")", claim = "/claims/\(world.ids["claims"] ?? "")", statement = world.ids["statement"] ?? ""
        try await world.bench.program(secret: world.secret) { client in
            func twice(_ name: String, _ path: String, _ body: String?, seeing look: String?) async throws -> APIReply {
                var headers: HTTPFields = [.known("Idempotency-Key"): name]
                if let look { headers[.ifMatch] = try await client.ask(.get, look).header("ETag") }
                let first = try await client.ask(.post, path, body, headers: headers), second = try await client.ask(.post, path, body, headers: headers)
                #expect(first.status < 300, "\(name): \(first.response.text)")
                #expect(second.status == first.status && second.json == first.json, "\(name): \(second.response.text)")
                #expect(first.header("Idempotency-Replayed") == nil && second.header("Idempotency-Replayed") == "true", "\(name)")
                #expect(second.header("ETag") == first.header("ETag"), "\(name)")
                if look != nil {
                    // With another version it is another request.
                    headers[.ifMatch] = "\"other.0\""
                    #expect(try await client.ask(.post, path, body, headers: headers).problem == "idempotency-key-reused", "\(name)")
                }
                return first
            }
            _ = try await twice("decide", "\(claim)/decisions", #"{"verdict":"confirm"}"#, seeing: claim)
            #expect(try await client.ask(.get, "\(claim)/decisions").json["items"]?.items?.count == 1)
            let cast = try await client.ask(.get, "\(meeting)/cast")
            let first = try #require(cast.json["participants"]?.items?.first?["id"]?.string)
            _ = try await twice("cast", "\(meeting)/cast", #"{"change":"say","participants":[{"id":"\#(first)","name":"Anna Lindqvist"}]}"#, seeing: "\(meeting)/cast")
            #expect(try await client.ask(.get, "\(meeting)/cast/versions").json["items"]?.items?.count == 2)
            _ = try await twice("undo", "\(meeting)/cast/undo", nil, seeing: "\(meeting)/cast")
            #expect(try await client.ask(.get, "\(meeting)/cast/versions").json["items"]?.items?.count == 3)
            _ = try await twice("state", "/objectives/\(world.ids["objectives"] ?? "")/claims", #"{"kind":"objective.stage","value":"Offer"}"#, seeing: nil)
            _ = try await twice("withdraw", "/claims/\(statement)/statement-decisions", #"{"verdict":"withdraw","reason":"Too early"}"#, seeing: "/claims/\(statement)")
        }
    }

    @Test("a forecast, suggestions, a trial: asked for once")
    func others() async throws {
        let world = try await APIShapeTests.World()
        try await world.bench.program(secret: world.secret) { client in
            for (path, body) in [
                ("/forecast/jobs", #"{"backTest":false}"#), ("/objectives/\(world.ids["objectives"] ?? "")/suggestions", nil), ("/imports/\(world.ids["imports"] ?? "")/trial", nil),
            ] as [(String, String?)] {
                let key: HTTPFields = [.known("Idempotency-Key"): path.replacing("/", with: ".")]
                let first = try await client.ask(.post, path, body, headers: key), second = try await client.ask(.post, path, body, headers: key)
                #expect(first.status < 300, "\(path): \(first.response.text)")
                #expect(second.status == first.status && second.header("Idempotency-Replayed") == "true", "\(path): \(second.response.text)")
                #expect(second.json == first.json, "\(path)")
            }
        }
    }
}
