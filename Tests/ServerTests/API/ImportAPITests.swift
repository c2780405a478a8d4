import Covalence
import Foundation
import HTTPTypes
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("Imports over the API")
struct ImportAPITests {
    @Test("sent, changed, tried, started, listed, taken back, discarded")
    func wholeLife() async throws {
        let bench = try await TestBench()
        let token = try await bench.token("administrator")
        try await bench.program(secret: token.secret) { client in
            let text = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date\n006A,Pumps,Brunavik,Proposal,10.00,4/3/2027\n"
            let sent = try await client.ask(.post, "/imports?name=deals.csv&currency=EUR", text, headers: [.contentType: "text/csv"])
            #expect(sent.status == 201 && sent.json["state"]?.string == "open" && sent.json["kind"]?.string == "opportunity")
            let id = try #require(sent.json["id"]?.string)
            #expect(sent.json["questions"]?.items?.first?["kind"]?.string == "day-order")
            let tag = try #require(sent.header("ETag"))
            let changed = try await client.ask(.patch, "/imports/\(id)", #"{"dayOrder":"day-first","columns":{"Stage":""}}"#, headers: [.ifMatch: tag])
            #expect(changed.status == 200 && changed.json["questions"]?.items?.isEmpty == true)
            let newer = try #require(changed.header("ETag"))
            #expect(try await client.ask(.patch, "/imports/\(id)", #"{"columns":{"Weather":"amount"}}"#, headers: [.ifMatch: newer]).problem == "refused")
            #expect(try await client.ask(.patch, "/imports/\(id)", #"{"columns":{"Stage":"weather"}}"#, headers: [.ifMatch: newer]).problem == "refused")
            let tried = try await client.ask(.post, "/imports/\(id)/trial")
            #expect(tried.status == 200 && tried.json["trial"]?["added"]?.wholeNumber == 1)
            #expect(try await client.ask(.post, "/imports/\(id)/start").status == 204)
            #expect(try await client.ask(.post, "/imports/\(id)/start").problem == "refused")
            _ = try await bench.bench.workOffJobs(by: .owner)
            let done = try await client.ask(.get, "/imports/\(id)")
            #expect(done.json["state"]?.string == "done" && done.json["counts"]?["added"]?.wholeNumber == 1)
            #expect(try await client.ask(.get, "/imports").json["items"]?.items?.map { $0["id"]?.string } == [id])
            #expect(try await client.ask(.post, "/imports/\(id)/undo").status == 204)
            _ = try await bench.bench.workOffJobs(by: .owner)
            #expect(try await client.ask(.get, "/imports/\(id)").json["undone"]?["removed"]?.wholeNumber == 2)
            let many = "Opportunity ID,Opportunity Name,Account Name\n" + (1...2_001).map { "\($0),Deal \($0),Brunavik\n" }.joined()
            let large = try #require(try await client.ask(.post, "/imports?name=many.csv&kind=opportunity", many, headers: [.contentType: "text/csv"]).json["id"]?.string)
            let queued = try await client.ask(.post, "/imports/\(large)/trial")
            #expect(queued.status == 202 && queued.json["job"]?.string != nil && queued.json["trial"] == nil)
            #expect(queued.header("Location") == "/api/v1/imports/\(large)")
            _ = try await bench.bench.workOffJobs(by: .owner)
            let found = try await client.ask(.get, "/imports/\(large)")
            #expect(found.json["trial"]?["added"]?.wholeNumber == 2_001 && found.json["job"] == nil)
            #expect(try await client.ask(.delete, "/imports/\(large)").status == 204)
            let other = try #require(try await client.ask(.post, "/imports", text, headers: [.contentType: "text/csv"]).json["id"]?.string)
            #expect(try await client.ask(.delete, "/imports/\(other)").status == 204)
            #expect(try await client.ask(.post, "/imports", " ", headers: [.contentType: "text/csv"]).problem == "refused")
        }
    }
}
