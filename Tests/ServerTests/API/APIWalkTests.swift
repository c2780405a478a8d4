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

        let words = "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Anna>The \(secret) saves us money.\n\n00:00:05.000 --> 00:00:08.000\n<v Ben>It saves us money, about forty thousand a year.\n"
        let item = try await bench.bench.keepTranscript(Data(words.utf8), named: "\(secret).vtt", details: ImportDetails(sellers: ["Anna"], customers: ["Ben"]), by: .owner)
        guard case .imported(let meeting, _, _) = try await bench.bench.importTranscript(item, by: .owner) else { throw CancellationError() }
        try await store.setAccounts(of: meeting.id, [organization.id], at: Workbench.clock())
        let claim = try #require(try await store.claims(ClaimQuery(of: meeting.id)).first)
        let objective = try await bench.bench.addObjective(ObjectiveDraft(account: organization.id, stage: secret), by: .owner).id

        let other = WorkspaceRecord(id: .make(at: time), name: "Other", createdAt: time)
        try await bench.benches.records.createWorkspace(other)
        let visitors = [
            ("another workspace", try await bench.token("elsewhere", in: try await bench.benches.bench(of: other.id)).secret),
            ("another team", try await bench.token("outsider", .salesperson).secret),
            ("a researcher", try await bench.token("researcher", .researcher).secret),
            ("a token that may only export", try await bench.token("exporting", .salesperson, scopes: [.export]).secret),
        ]
        let you = try await bench.token("knowing").secret
        try await bench.program(secret: nil) { client in
            for endpoint in Endpoint.all {
                let id: String? = switch endpoint.path.split(separator: "/").first {
                case "organizations": "\(organization.id)"
                case "people": "\(person.id)"
                case "interactions": "\(interaction.id)"
                case "meetings": "\(meeting.id)"
                case "claims": "\(claim.id)"
                case "objectives": "\(objective)"
                case "files": "\(item.id)"
                default: nil
                }
                let path = endpoint.path.split(separator: "/").map { part in
                    switch part {
                    case "{purpose}": "analysis"
                    case "{table}": "findings"
                    default: part.hasPrefix("{") ? id ?? "\(organization.id)" : String(part)
                    }
                }.joined(separator: "/") + (endpoint.parameters.contains { $0.place == .query && $0.isRequired } ? Self.query(endpoint) : "")
                for (who, secret) in visitors {
                    var them = client
                    them.secret = secret
                    let answer = try await them.ask(endpoint.method, "/" + path, endpoint.method == .get ? nil : "{}", headers: [.ifMatch: "\"1\""])
                    #expect(!answer.response.text.contains("Quagzimtorple"), "\(endpoint.operation) shows it to \(who)")
                    #expect(answer.status < 500, "\(endpoint.operation) answers \(answer.status) to \(who)")
                    if endpoint.method == .get, let id, path.contains(id) { #expect([403, 404].contains(answer.status), "\(endpoint.operation) answers \(answer.status) to \(who)") }
                }
            }
            // Nothing was changed on the way, and whoever may see it sees it.
            var mine = client
            mine.secret = you
            for path in ["/organizations/\(organization.id)", "/people/\(person.id)", "/interactions/\(interaction.id)", "/meetings/\(meeting.id)/words"] {
                #expect(try await mine.ask(.get, path).response.text.contains("Quagzimtorple"))
            }
        }
    }

    /// What must be given.
    /// Names nothing that is there.
    static let someID = "0195a3c2-7d10-7000-8000-000000000001"

    static func query(_ endpoint: Endpoint) -> String {
        let pairs = endpoint.parameters.filter { $0.place == .query && $0.isRequired }.map { parameter -> String in
            switch parameter.schema.form {
            case .time: "\(parameter.name)=2026-03-04T09:30:00Z"
            case .choice(let words): "\(parameter.name)=\(words[0])"
            case .id: "\(parameter.name)=\(someID)"
            case .integer(let range): "\(parameter.name)=\(range.lowerBound)"
            default: "\(parameter.name)=Quagzimtorple"
            }
        }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}
