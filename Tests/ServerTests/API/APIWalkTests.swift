import Covalence
import Foundation
import HTTPTypes
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("Every address of the API asks who is there")
struct APIWalkTests {
    @Test("another workspace, another team, a researcher and a lower scope get nothing of what is not theirs")
    func walk() async throws {
        let bench = try await TestBench()
        let store = bench.bench.store, time = Workbench.clock()
        let secret = "Quagzimtorple"
        let organization = Organization(id: .make(at: time), name: secret, kind: .customer)
        try await store.add(organization, holders: AccountHolders(), at: time)
        let person = Person(id: .make(at: time), name: "\(secret) Person", organization: organization.id)
        try await store.add(person, by: nil, at: time)
        let interaction = Interaction(id: .make(at: time), kind: .note, title: "\(secret) note", recordedAt: time, text: secret)
        _ = try await store.add([NewInteraction(interaction, accounts: [organization.id])], at: time)

        let other = WorkspaceRecord(id: .make(at: time), name: "Other", createdAt: time)
        try await bench.benches.records.createWorkspace(other)
        let visitors = [
            ("another workspace", try await bench.token("elsewhere", in: try await bench.benches.bench(of: other.id)).secret),
            ("another team", try await bench.token("outsider", .salesperson).secret),
            ("a researcher", try await bench.token("researcher", .researcher).secret),
            ("a token that may only export", try await bench.token("exporting", .salesperson, scopes: [.export]).secret),
        ]
        let you = try await bench.token("you").secret
        try await bench.program(secret: nil) { client in
            for endpoint in Endpoint.all {
                let id = endpoint.path.hasPrefix("/people") ? person.id.description : endpoint.path.hasPrefix("/interactions") ? interaction.id.description : organization.id.description
                let path = endpoint.path.split(separator: "/").map { $0.hasPrefix("{") ? id : String($0) }.joined(separator: "/")
                for (who, secret) in visitors {
                    var them = client
                    them.secret = secret
                    let answer = try await them.ask(endpoint.method, "/" + path, endpoint.method == .get ? nil : "{}", headers: [.ifMatch: "\"1\""])
                    #expect(!answer.response.text.contains("Quagzimtorple"), "\(endpoint.operation) shows it to \(who)")
                    #expect(answer.status < 500, "\(endpoint.operation) answers \(answer.status) to \(who)")
                    if endpoint.method == .get, path.contains(id) { #expect([403, 404].contains(answer.status), "\(endpoint.operation) answers \(answer.status) to \(who)") }
                }
            }
            // Nothing was changed on the way, and whoever may see it sees it.
            var mine = client
            mine.secret = you
            for path in ["/organizations/\(organization.id)", "/people/\(person.id)", "/interactions/\(interaction.id)"] {
                #expect(try await mine.ask(.get, path).response.text.contains("Quagzimtorple"))
            }
        }
    }

    @Test("no two endpoints have one name or one address, and each lists its use cases")
    func list() {
        let names = Endpoint.all.map(\.operation), places = Endpoint.all.map { "\($0.method) \($0.path)" }
        #expect(Set(names).count == names.count)
        #expect(Set(places).count == places.count)
        #expect(Endpoint.all.allSatisfy { !$0.uses.isEmpty })
    }
}
