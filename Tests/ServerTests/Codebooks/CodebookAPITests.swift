import Covalence
import Foundation
import HTTPTypes
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("Codebooks over the API")
struct CodebookAPITests {
    @Test("one is saved, asked about, decided with and learnt")
    func flow() async throws {
        let bench = try await TestBench()
        let item = try await bench.bench.keepTranscript(
            Data(UseTests.transcript.utf8), named: "a.vtt", details: ImportDetails(sellers: ["Anna Lind"], customers: ["Mikko Salo"]), by: .owner
        )
        _ = try await bench.bench.importTranscript(item, by: .owner)
        let secret = try await bench.token("knowing").secret, lower = try await bench.token("sales", .salesperson).secret
        try await bench.program(secret: secret) { client in
            let yaml = CodebookRoutesTests.yaml, kind: HTTPFields = [.contentType: "application/yaml"]
            #expect(try await client.ask(.get, "/codebooks").json["items"]?.items?.count == 5)
            let preview = try await client.ask(.post, "/codebooks/preview", yaml, headers: kind)
            #expect(preview.status == 200 && preview.json["madeFrom"] == 0 && preview.json["codes"] == 2)
            let saved = try await client.ask(.post, "/codebooks?madeFrom=0&note=first", yaml, headers: kind)
            #expect(saved.status == 201 && saved.header("Location")?.hasSuffix("/codebooks/service-talk") == true)
            #expect(try await client.ask(.post, "/codebooks?madeFrom=0", yaml.replacing("too", with: "far too"), headers: kind).status == 412)
            let open = try await client.ask(.get, "/codebooks/service-talk")
            #expect(open.json["codes"]?.items?.map { $0["code"]?.string } == ["saving", "cost"] && open.json["versions"]?.items?.first?["note"] == "first")
            #expect(try await client.ask(.get, "/codebooks/service-talk/file").response.text == yaml)
            let broken = try await client.ask(.post, "/codebooks/preview", yaml.replacing("sides:", with: "side:"), headers: kind)
            #expect(broken.status == 422 && broken.json["detail"]?.string?.contains("line 9") == true)

            let asked = try await client.ask(.get, "/codebooks/service-talk/questions?code=saving&count=3")
            let question = try #require(asked.json["questions"]?.items?.first)
            #expect(asked.json["questions"]?.items?.count == 3 && question["score"] == nil && question["turn"]?["words"]?.string?.isEmpty == false)
            let meeting = try #require(question["meeting"]?.string), first = try #require(question["first"]?.wholeNumber), count = try #require(question["count"]?.wholeNumber)
            let answer = "{\"code\":\"saving\",\"meeting\":\"\(meeting)\",\"version\":1,\"first\":\(first),\"count\":\(count),\"verdict\":\"carries\",\"asked\":\"random\"}"
            let decided = try await client.ask(.post, "/codebooks/service-talk/decisions", answer)
            #expect(decided.status == 202 && decided.json["score"] != nil && decided.json["asked"] == "random")
            #expect(try await client.ask(.post, "/codebooks/service-talk/passed-over", answer.replacing(",\"verdict\":\"carries\",\"asked\":\"random\"", with: "")).status == 204)
            let list = try await client.ask(.get, "/codebooks/service-talk/decisions?history=true")
            #expect(list.json["items"]?.items?.first?["id"] == decided.json["id"] && list.json["items"]?.items?.count == 1)
            #expect(try await client.ask(.post, "/codebooks/service-talk/decisions", answer.replacing("\"meeting\":\"\(meeting)\",", with: "")).status == 422)
            let learn = try await client.ask(.post, "/codebooks/service-talk/learn")
            #expect(learn.status == 202 && learn.json["job"]?.string != nil)
            let figures = try await client.ask(.get, "/codebooks/service-talk/figures")
            #expect(figures.json["calibration"]?["missing"] == 49 && figures.json["calibration"]?["missingRandom"] == 19 && figures.json["isLearning"] == true)
            let suggested = try await client.ask(.post, "/codebooks/service-talk/suggestions", "{\"texts\":[{\"text\":\"It saves us money.\",\"side\":\"customer\"}]}")
            #expect(suggested.json["engine"] == "words/1" && suggested.json["texts"]?.items?.first?.items?.first?["code"] == "saving")

            var them = client
            them.secret = lower
            #expect(try await them.ask(.post, "/codebooks?madeFrom=1", yaml, headers: kind).status == 403)
            #expect(try await them.ask(.post, "/codebooks/service-talk/decisions", answer).status == 404)
            #expect(try await them.ask(.get, "/codebooks/service-talk/questions").json["lookedAt"] == 0)
        }
    }
}
