import Covalence
import Foundation
import HTTPTypes
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("Sales objectives over the API")
struct ObjectiveAPITests {
    @Test("a sale is taken up, stated of, decided on, linked, and told as it was known")
    func flow() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            func id(_ reply: APIReply) -> String {
                #expect((200...201).contains(reply.status), "\(reply.response.text)")
                return reply.json["id"]?.string ?? ""
            }
            let account = id(try await client.ask(.post, "/organizations", #"{"name":"Brunavik","kind":"customer"}"#))
            let paula = id(try await client.ask(.post, "/people", #"{"name":"Paula Keller","organization":"\#(account)"}"#))
            let offering = try await client.ask(.post, "/offerings", #"{"name":"Condition monitoring"}"#)
            let renamed = try await client.ask(
                .patch, "/offerings/\(id(offering))", #"{"name":"Monitoring","note":"Sensors"}"#, headers: [.ifMatch: offering.header("ETag") ?? ""]
            )
            #expect(renamed.json["name"] == "Monitoring" && renamed.json["isRetired"] == false)
            #expect(try await client.ask(.post, "/offerings", #"{"name":"monitoring"}"#).problem == "exists")

            let added = try await client.ask(.post, "/objectives", """
                {"account":"\(account)","what":"Line 2","offering":"\(id(offering))","amount":{"minorUnits":8400000,"currency":"EUR"},"closeDate":"2026-06-30"}
                """)
            let objective = id(added)
            #expect(added.json["amount"]?["text"] == "EUR 84,000.00" && added.json["isOpen"] == true)
            #expect(try await client.ask(.post, "/objectives", #"{"account":"\#(account)","amount":{"minorUnits":1,"currency":"XXQ"}}"#).status == 422)
            #expect(try await client.ask(.get, "/objectives?state=open&text=line").json["items"]?.items?.count == 1)
            #expect(try await client.ask(.get, "/objectives?state=ended").json["items"]?.items?.isEmpty == true)

            let stated = try await client.ask(.post, "/objectives/\(objective)/claims", #"{"kind":"influence.role","object":"\#(paula)","value":"economic"}"#)
            #expect(stated.status == 201 && stated.json["standing"] == "confirmed", "\(stated.response.text)")
            #expect(try await client.ask(.post, "/objectives/\(objective)/claims", #"{"kind":"objective.close-date","value":"soon"}"#).problem == "refused")
            let earlier = try await client.ask(.get, "/objectives/\(objective)")
            _ = id(try await client.ask(.post, "/objectives/\(objective)/claims", #"{"kind":"objective.outcome","value":"lost","fields":{"reason":"price"}}"#))
            #expect(try await client.ask(.get, "/objectives/\(objective)").json["outcome"] == "lost")
            #expect(try await client.ask(.patch, "/objectives/\(objective)", "{}", headers: [.ifMatch: earlier.header("ETag") ?? ""]).problem == "version-stale")
            _ = id(try await client.ask(
                .post, "/people/\(paula)/selling-claims", #"{"kind":"person.job-change","value":"Leads the plant","fields":{"change":"new-role"}}"#
            ))
            _ = id(try await client.ask(.post, "/organizations/\(account)/selling-claims", #"{"kind":"organization.reorganisation","value":"Two plants become one"}"#))

            let outcome = try await client.ask(.get, "/objectives/\(objective)/claims?kind=objective.outcome").json["items"]?.items?.first?["id"]?.string ?? ""
            let claim = try await client.ask(.get, "/claims/\(outcome)")
            let back = try await client.ask(.post, "/claims/\(outcome)/statement-decisions", #"{"verdict":"withdraw","reason":"Too early"}"#, headers: [.ifMatch: claim.header("ETag") ?? ""])
            #expect(back.json["standing"] == "withdrawn", "\(back.response.text)")
            #expect(try await client.ask(.post, "/claims/\(outcome)/statement-decisions", #"{"verdict":"confirm"}"#, headers: [.ifMatch: claim.header("ETag") ?? ""]).status == 412)
            let history = try await client.ask(.get, "/objectives/\(objective)/claims?kind=objective.outcome")
            #expect(history.json["items"]?.items?.first?["decisions"]?.items?.map { $0["reason"] } == ["Too early"])

            let sheet = try await client.ask(.get, "/objectives/\(objective)/sheet")
            #expect(sheet.json["lines"]?.items?.contains { $0["text"] == "EUR 84,000.00" && $0["element"] == "objective" } == true, "\(sheet.response.text)")
            #expect(sheet.json["flags"]?.items?.isEmpty == false)
            #expect(try await client.ask(.get, "/objectives/\(objective)?asOf=2020-01-01T00:00:00Z").problem == "refused")

            _ = id(try await client.ask(.post, "/objectives/\(objective)/claims", #"{"kind":"objective.place","value":"best-few"}"#))
            let funnel = try await client.ask(.get, "/funnel?text=bruna&currency=EUR")
            #expect(funnel.json["places"]?.items?.map { $0["open"] } == [0, 0, 0, 1], "\(funnel.response.text)")
            #expect(funnel.json["places"]?.items?.last?["totals"]?.items?.first?["text"] == "EUR 84,000.00" && funnel.json["week"]?.items?.first?["objective"]?.string == objective)
            #expect(try await client.ask(.get, "/funnel?text=nobody").json["objectives"] == 0)
            #expect(try await client.ask(.get, "/funnel?currency=XXQ").problem == "refused")
            #expect(try await client.ask(.get, "/funnel/objectives?of=open&at=best-few").json["items"]?.items?.map { $0["objective"]?.string } == [objective])
            #expect(try await client.ask(.get, "/funnel/objectives?of=won").json["items"]?.items?.isEmpty == true)
            #expect(try await client.ask(.get, "/week").json["priorities"]?.items?.first?["objective"]?.string == objective)

            let note = id(try await client.ask(.post, "/interactions", #"{"kind":"note","text":"The line stops.","accounts":["\#(account)"]}"#))
            #expect(try await client.ask(.get, "/interactions/\(note)/objectives").json["items"]?.items?.map { $0["id"]?.string } == [objective])
            #expect(try await client.ask(.get, "/objectives/\(objective)/links").json["items"]?.items?.first?["isByItself"] == true)
            #expect(try await client.change(.put, "/interactions/\(note)/objectives", #"{"objectives":[]}"#).json["items"]?.items?.isEmpty == true)
            _ = id(try await client.ask(.post, "/objectives", #"{"account":"\#(account)"}"#))
            let second = id(try await client.ask(.post, "/interactions", #"{"kind":"note","text":"Which one?","accounts":["\#(account)"]}"#))
            let questions = try await client.ask(.get, "/objective-questions").json["items"]?.items
            #expect(questions?.map { $0["happening"]?["id"]?.string } == [second])
            #expect(questions?.first?["candidates"]?.items?.count == 2 && questions?.first?["waiting"] == 1)
        }
    }

    @Test("what is not forecast yet is missing, and not nought; of the profile the weights that count are told")
    func unknown() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            let none = try await client.ask(.get, "/forecast")
            #expect(none.status == 200 && none.json["isReady"] == false)
            for name in ["day", "moves", "open", "withoutAmount", "withoutCloseDate", "unconverted", "closed"] { #expect(none.json[name] == nil, "\(name)") }
            #expect(try await client.ask(.get, "/forecast/back-test").json["undecided"] == nil)
            let set = try await client.change(.put, "/profile", """
                {"criteria":[{"id":"crew","label":"Own crew","sort":"yes-no","wanted":true,"weight":2},{"id":"size","label":"Employees","sort":"number","lower":50}]}
                """)
            #expect(set.status < 300, "\(set.response.text)")
            let weights = try await client.ask(.get, "/profile").json["weights"]?.items
            #expect(weights?.map { $0["id"]?.string } == ["crew", "size"] && weights?.map { $0["isLearnt"] } == [false, true])
            #expect(weights?.first?["weight"] != nil && weights?.first?["missing"] == nil && weights?.last?["weight"] == nil && weights?.last?["missing"] != nil)
        }
    }
}
