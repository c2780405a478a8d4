import Covalence
import Foundation
import MeetingInteraction
import Store
import Testing
@testable import Workbench

@Suite("Every use case asks at the door")
struct UseCaseWalkTests {
    /// The use cases as they stand in the sources: each public function that takes a visitor.
    struct UseCase: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var body: String
    }

    static let useCases: [UseCase] = {
        let sources = URL(filePath: #filePath).appending(path: "../../../../Sources/Workbench").standardized
        guard let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil) else { return [] }
        var found: [UseCase] = []
        for case let file as URL in files where file.pathExtension == "swift" {
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            var rest = text[...]
            while let start = rest.range(of: "\n    public func ") {
                let end = rest[start.upperBound...].range(of: "\n    }\n")?.upperBound ?? rest.endIndex
                let whole = String(rest[start.upperBound..<end])
                if whole.contains("by visitor: Visitor") {
                    found.append(UseCase(testDescription: "\(file.lastPathComponent): \(whole.prefix { $0 != "(" })", body: whole))
                }
                rest = rest[end...]
            }
        }
        return found
    }()

    @Test("there are as many as we know of, or more")
    func count() { #expect(Self.useCases.count >= 100) }

    @Test("each is admitted, or hands the visitor on to one that is", arguments: useCases)
    func asks(useCase: UseCase) {
        let body = useCase.body
        #expect(body.contains("admit(visitor, to:") || body.contains("by: visitor"), "\(useCase.testDescription) does not ask at the door.")
    }

    // MARK: The door itself

    /// A workspace with two teams, each with an account, a meeting, an interaction, a person and a statement; and another workspace.
    struct World: Sendable {
        var room: Room
        var meeting: Identifier<Meeting>
        var claim: Identifier<Claim>
        var organization: Identifier<Organization>
        var person: Identifier<Person>
        var interaction: Identifier<Interaction>
        var file: Identifier<IntakeItem>
        var objective: Identifier<SalesObjective>
        var holder: Visitor
        var outsider: Visitor

        static func make() async throws -> World {
            let room = try await Room.open()
            let bench = room.bench, store = room.bench.store, time = Workbench.clock()
            func member(_ name: String, _ role: Role) async throws -> Visitor {
                let member = Member(id: .make(at: time), name: name, address: "\(name)@norrvik.example", role: role, state: .active, createdAt: time)
                try await store.add(member, token: nil)
                return Visitor(member, in: store.id, origin: "192.0.2.7")
            }
            let holder = try await member("holder", .salesperson), outsider = try await member("outsider", .salesperson)
            let organization = Organization(id: .make(at: time), name: "Halden Paper", kind: .customer, domains: ["halden.example"])
            try await store.add(organization, holders: AccountHolders(members: [try #require(holder.member)]), at: time)
            let person = Person(id: .make(at: time), name: "Mikko", organization: organization.id)
            try await store.add(person, by: nil, at: time)
            let meeting = try await room.meeting()
            try await store.setAccounts(of: meeting.id, [organization.id], at: Workbench.clock())
            let interaction = Interaction(id: .make(at: time), kind: .note, title: "Note", recordedAt: time, text: "heard")
            _ = try await store.add([NewInteraction(interaction, accounts: [organization.id])], at: time)
            let item = try await bench.keepTranscript(vtt(Array(talk.prefix(4))), named: "b.vtt", details: .bothSides, by: .owner)
            let objective = try await bench.addObjective(ObjectiveDraft(account: organization.id, stage: "Demo"), by: holder).id
            return World(
                room: room, meeting: meeting.id, claim: try await room.open(meeting.id).claim(.benefit).id, organization: organization.id,
                person: person.id, interaction: interaction.id, file: item.id, objective: objective, holder: holder, outsider: outsider
            )
        }

        var subjects: [ActionSubject] {
            [.meeting(meeting), .claim(claim), .organization(organization), .person(person), .interaction(interaction), .file(file), .objective(objective)]
        }
    }

    @Test("another workspace, another team and a lower role get nowhere, whatever the action and whatever the thing")
    func walk() async throws {
        let world = try await World.make()
        let bench = world.room.bench
        let elsewhere = Visitor(.member(.make(at: Workbench.clock())), name: "x", role: .administrator, workspace: .make(at: Workbench.clock()))
        for action in Action.allCases {
            for subject in world.subjects + [.workspace] {
                await #expect(throws: StoreError.self, "\(action) on \(subject) from another workspace") { try await bench.admit(elsewhere, to: action, subject) }
            }
            for subject in world.subjects {
                await #expect(throws: (any Error).self, "\(action) on \(subject) by another team") { try await bench.admit(world.outsider, to: action, subject) }
            }
            for role in Role.allCases where !role.permissions.contains(action.permission) {
                var lower = world.holder
                lower.role = role
                // Who brought a thing in may erase it; the holder brought none of these in.
                for subject in world.subjects {
                    await #expect(throws: (any Error).self, "\(action) on \(subject) as \(role)") { try await bench.admit(lower, to: action, subject) }
                }
            }
        }
    }

    @Test("the account’s holder is let in to all of it, by what the role allows; a file only to who brought it in")
    func holder() async throws {
        let world = try await World.make()
        let bench = world.room.bench
        for subject in world.subjects {
            let isFile = subject == .file(world.file)
            #expect(await bench.wouldAdmit(world.holder, to: .openMeeting, subject) == !isFile, "\(subject)")
            #expect(await bench.wouldAdmit(.owner, to: .openMeeting, subject))
        }
        var reader = world.holder
        reader.role = .reader
        #expect(await bench.wouldAdmit(reader, to: .openMeeting, .meeting(world.meeting)))
        #expect(await !bench.wouldAdmit(reader, to: .editMeeting, .meeting(world.meeting)))
    }

    @Test("lists, searches and counts show another team nothing of it")
    func lists() async throws {
        let world = try await World.make()
        let bench = world.room.bench
        for (visitor, count) in [(world.holder, 1), (world.outsider, 0)] {
            #expect(try await bench.meetings(MeetingQuery(), by: visitor).items.count == count)
            #expect(try await bench.count(MeetingQuery(), by: visitor) == count)
            #expect(try await bench.moments(MomentQuery(words: "saves"), by: visitor).items.isEmpty == (count == 0))
            #expect(try await bench.organizations(OrganizationQuery(), by: visitor).items.count == count)
            #expect(try await bench.people(PersonQuery(), by: visitor).items.count == count)
            #expect(try await bench.history(HistoryQuery(), by: visitor).items.count == 2 * count)
            let found = try await bench.search("heard", by: visitor)
            #expect(found.written.items.count == count)
            #expect(try await bench.jump(to: "halden", by: visitor).organizations.count == count)
            #expect(try await bench.home(by: visitor).meetings.count == count)
            #expect(try await bench.objectives(ObjectiveQuery(), by: visitor).items.count == count)
            #expect(try await bench.openFunnel(by: visitor).lines.count == count)
            #expect(try await bench.myWeek(by: visitor).lines.count == count)
        }
    }
}
