import Covalence
import Foundation
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("What a person can do, a program can")
struct APICoverageTests {
    @Test("every action has an endpoint, or a reason for having none", arguments: Action.allCases)
    func actions(action: Action) {
        let isAsked = Endpoint.all.contains { $0.action == action }
        let reason = Endpoint.leftOut[action]
        #expect(isAsked != (reason != nil), "\(action.rawValue) has \(isAsked ? "an endpoint and a reason for having none" : "neither endpoint nor reason")")
        if let reason { #expect(reason.count > 20) }
    }

    /// The use cases as they stand in the sources: each public function that takes a visitor, as `File.function`.
    private static let useCases: Set<String> = {
        let sources = URL(filePath: #filePath).appending(path: "../../../../Sources/Workbench").standardized
        guard let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil) else { return [] }
        var found: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            for piece in text.components(separatedBy: "\n    public func ").dropFirst() {
                let head = piece.prefix { $0 != "{" }
                guard head.contains("by visitor: Visitor") else { continue }
                found.insert("\(file.deletingPathExtension().lastPathComponent).\(piece.prefix { $0 != "(" && $0 != "<" })")
            }
        }
        return found
    }()

    /// Use cases without an endpoint, and why.
    private static let leftOut: [String: String] = [
        // For browsers: their pieces of pages, and what guards a member against whoever has a token of theirs.
        "OwnAccount.changePassword": "browser", "OneTimeCodes.beginOneTimeCodes": "browser", "OneTimeCodes.resumeOneTimeCodes": "browser",
        "OneTimeCodes.confirmOneTimeCodes": "browser", "OneTimeCodes.removeOneTimeCodes": "browser", "OneTimeCodes.makeRecoveryCodes": "browser",
        "ResetPassword.resetLink": "one-time link", "ResetPassword.operatorReset": "terminal", "ResetPassword.removeOneTimeCodes": "one-time link",
        "FirstSetUp.beginFirstSetUp": "first set-up",
        "MakeToken.makeToken": "a token makes no tokens", "GrantMeasures.whoSeesMine": "in ownAccount", "AuditNames.auditNames": "names for a page; listMembers has them",
        "AuditNames.auditActors": "names for a page; listMembers has them", "PartsOfMeetings.keptPieces": "pieces of a page", "PartsOfMeetings.keepPiece": "pieces of a page",
        "PartsOfMeetings.reopenMeeting": "in readWords", "MeetingList.version": "for ETags of pages", "MeetingList.count": "for a page",
        "MeetingList.waitingCount": "for a page; seeHome has it", "MeetingList.meetingList": "for a page; listMeetings and search have it", "BulkIntake.mayAddInteractionsInBulk": "in addInteractionsInBulk", "Workbench.change": "settings by name do it",
        "LoadDemo.loadDemo": "demo", "ReplayErasures.erasureList": "after a restore, at the terminal",
        "ReplayErasures.replayErasures": "after a restore, at the terminal", "SignInWithProvider.forgetIdentities": "after a restore, at the terminal", "RunJobs.workOffJobs": "terminal",
        "BringInRecords.bringIn": "terminal; startImport has the server do it", "ReceiveRecords.tryOut": "terminal; tryImport has the server do it", "BringInRecords.takeBack": "terminal; undoImport has the server do it",
        "SeeImports.importProgress": "for the page that sends a file; importsUnderWay and the job have it",
        "SeeForecast.makeForecastNow": "terminal; makeForecast has the server do it",
        "LearnCodebook.learnCodebookNow": "terminal; learnCodebook has the server do it",
    ]

    @Test("every use case has an endpoint, or is known to have none")
    func uses() {
        #expect(Self.useCases.count >= 100)
        let used = Set(Endpoint.all.flatMap(\.uses))
        #expect(used.subtracting(Self.useCases).sorted() == [], "endpoints name use cases that are not there")
        #expect(Self.useCases.subtracting(used).subtracting(Self.leftOut.keys).sorted() == [], "use cases without an endpoint")
        #expect(Set(Self.leftOut.keys).intersection(used).sorted() == [], "use cases that have an endpoint and are listed without")
        #expect(Set(Self.leftOut.keys).subtracting(Self.useCases).sorted() == [], "listed use cases that are not there")
    }

    @Test("no two endpoints have one name or one address, and each lists its use cases")
    func list() {
        let names = Endpoint.all.map(\.operation), places = Endpoint.all.map { "\($0.method) \($0.path)" }
        #expect(Set(names).count == names.count)
        #expect(Set(places).count == places.count)
        #expect(Endpoint.all.count >= 120)
        for endpoint in Endpoint.all {
            #expect(!endpoint.uses.isEmpty)
            if case .page = endpoint.output { #expect(endpoint.parameters.contains { $0.name == "cursor" }, "\(endpoint.operation) is a page without a cursor") }
        }
    }

    @Test("schemas of one name are one schema")
    func schemas() {
        var found: [String: JSONValue] = [:]
        func look(_ schema: Schema, _ operation: String) {
            if let name = schema.name {
                var plain = schema
                (plain.name, plain.isNullable, plain.about) = (nil, false, nil)
                let text = plain.definition(isInput: false)
                #expect(found[name] == nil || found[name] == text, "\(name) of \(operation) is another one elsewhere")
                found[name] = text
            }
            switch schema.form {
            case .list(let item, _): look(item, operation)
            case .map(let value): look(value, operation)
            case .object(let fields): for field in fields { look(field.schema, operation) }
            default: break
            }
        }
        for endpoint in Endpoint.all {
            for schema in endpoint.shapes { look(schema, endpoint.operation) }
        }
        #expect(found.count > 60)
    }
}
