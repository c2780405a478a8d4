import ArgumentParser
import Covalence
import Foundation
import SignIn
import Store
import Workbench

/// `covalence user`: who may sign in.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Who may sign in: invites people, gives roles, resets passwords.",
        discussion: """
            EXAMPLES:
              covalence user list
              covalence user invite "Anna Lind" anna.lind@brunavik.example --role salesperson --team North
              covalence user reset anna.lind@brunavik.example
              covalence user role anna.lind@brunavik.example manager
              covalence user suspend anna.lind@brunavik.example
              covalence user set-up-link
            """,
        subcommands: [List.self, SetUp.self, Invite.self, Reset.self, SetRole.self, Suspend.self, Reinstate.self]
    )

    /// What is printed of a member.
    private struct Line: Encodable {
        var id, name, address, role, state: String
        var teams: [String]
        var lastSeen: String?
        var person: String?

        init(_ line: MemberLine) {
            id = line.member.id.description
            name = line.member.name
            address = line.member.address
            role = line.member.role.rawValue
            state = line.member.state.rawValue
            teams = line.teams.map(\.name)
            lastSeen = line.lastSeen?.description
            person = line.member.person?.description
        }

        var text: String {
            "\(name.printable)  \(address.printable)  \(role)\(state == "active" ? "" : "  \(state)")"
                + (teams.isEmpty ? "" : "  teams: \(teams.map(\.printable).joined(separator: ", "))") + (lastSeen.map { "  last seen \($0)" } ?? "")
        }
    }

    /// A link that was made.
    private struct Link: Encodable {
        var address, path, expiresAt: String

        init(_ made: MadeLink) {
            address = made.member.address
            path = (made.purpose == .reset ? "/reset" : "/invitation") + "?token=\(made.token.text)"
            expiresAt = made.expiresAt.description
        }
    }

    private static func show(_ made: MadeLink, json: Bool) throws {
        let link = Link(made), terminal = Terminal()
        if json { return terminal.line(try JSONText.line(link)) }
        terminal.line(link.path)
        if terminal.showsProgress {
            terminal.note("Put the address of your Covalence before it and hand it over. It works once, until \(link.expiresAt).")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists everybody who may sign in.")
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON lines.") var json = false

        func run() async throws {
            let lines = try await store.withWorkbench(create: false) { try await $0.listMembers(by: .owner) }.map(Line.init)
            let terminal = Terminal()
            for line in lines { terminal.line(try json ? JSONText.line(line) : line.text) }
            if lines.isEmpty, terminal.showsProgress { terminal.note("Nobody may sign in yet. covalence user set-up-link prints a link for the first administrator.") }
        }
    }

    struct SetUp: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-up-link",
            abstract: "Prints the link with which the first administrator sets it up.",
            discussion: """
                The one that covalence serve wrote, as long as it works: for a day, and once. Else a new one is made, and former ones are worth nothing any more.

                EXAMPLES:
                  covalence user set-up-link --data ./data
                  podman exec CONTAINER covalence user set-up-link

                EXIT CODES: 0 done; 65 it is set up already.
                """
        )
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write the link as JSON.") var json = false

        func run() async throws {
            let kept = SetUpLink(in: try store.folder(store.held(), mustBeThere: true))
            let link = try await store.withWorkbench(create: false) { bench in
                guard try await bench.needsFirstSetUp() else { throw DoorProblem.isSetUp }
                if let address = kept.address, let token = kept.token, (try? await bench.checkSetUp(token: token)) != nil { return address }
                kept.remove()
                return "/set-up?token=\(try await bench.beginFirstSetUp(by: .owner).text)"
            }
            let terminal = Terminal()
            if json { return terminal.line(try JSONText.line(["link": link])) }
            terminal.line(link)
            if link.hasPrefix("/"), terminal.showsProgress { terminal.note("Put the address of your Covalence before it. Whoever opens it first sets it up; it works once.") }
        }
    }

    struct Invite: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Invites somebody and prints the link that lets them in.")
        @Argument(help: "The name colleagues see.") var name: String
        @Argument(help: "The mail address they sign in with.") var address: String
        @Option(help: "salesperson, manager, researcher, administrator or reader.") var role = "salesperson"
        @Option(help: ArgumentHelp("A team by name; may be given several times.", valueName: "name")) var team: [String] = []
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write the link as JSON.") var json = false

        func validate() throws { _ = try UserCommand.role(role) }

        func run() async throws {
            let role = try UserCommand.role(role)
            let made = try await store.withWorkbench(create: false) { bench in
                let known = try await bench.listTeams(by: .owner)
                let teams = try team.map { name in
                    guard let found = known.first(where: { $0.name == name }) else { throw StoreError.notFound("A team “\(name)”") }
                    return found.id
                }
                return try await bench.invite(name: name, address: address, role: role, teams: Set(teams), by: .owner)
            }
            try UserCommand.show(made, json: json)
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a link with which somebody sets a new password.",
            discussion: "EXAMPLES:\n  covalence user reset anna.lind@brunavik.example\n  covalence user reset anna.lind@brunavik.example --lost-codes"
        )
        @Argument(help: "The member's mail address.") var address: String
        @Flag(help: "They lost their one-time codes and recovery codes too: remove them.") var lostCodes = false
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write the link as JSON.") var json = false

        func run() async throws {
            let made = try await store.withWorkbench(create: false) {
                try await $0.operatorReset(address: address, removingOneTimeCodes: lostCodes, by: .owner)
            }
            try UserCommand.show(made, json: json)
        }
    }

    struct SetRole: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "role", abstract: "Gives a member another role.")
        @Argument(help: "The member's mail address or id.") var who: String
        @Argument(help: "salesperson, manager, researcher, administrator or reader.") var role: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write the member as JSON.") var json = false

        func validate() throws { _ = try UserCommand.role(role) }

        func run() async throws {
            let role = try UserCommand.role(role)
            try await UserCommand.changing(who, store, json: json) { try await $0.changeRole(of: $1, to: role, by: .owner) }
        }
    }

    struct Suspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Keeps a member from signing in; ends their sessions and links and revokes their tokens.")
        @Argument(help: "The member's mail address or id.") var who: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write the member as JSON.") var json = false

        func run() async throws { try await UserCommand.changing(who, store, json: json) { try await $0.suspend($1, by: .owner) } }
    }

    struct Reinstate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lets a suspended member sign in again; tokens they had stay revoked.")
        @Argument(help: "The member's mail address or id.") var who: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write the member as JSON.") var json = false

        func run() async throws { try await UserCommand.changing(who, store, json: json) { try await $0.reinstate($1, by: .owner) } }
    }

    private static func changing(
        _ who: String, _ store: StoreOptions, json: Bool, _ change: (Workbench, Identifier<Member>) async throws -> Member
    ) async throws {
        let line = try await store.withWorkbench(create: false) { bench in
            let member = try await change(bench, try await bench.member(named: who))
            return Line(try await bench.openMember(member.id, by: .owner))
        }
        Terminal().line(try json ? JSONText.line(line) : line.text)
    }

    private static func role(_ text: String) throws -> Role {
        guard let role = Role(rawValue: text) else {
            throw ValidationError("“\(text.printable)” is no role. There are: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return role
    }
}
