import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// `covalence team`: who works together.
struct TeamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "team",
        abstract: "Teams: who works accounts together, and who manages them.",
        discussion: """
            EXAMPLES:
              covalence team list
              covalence team add North
              covalence team set North --member anna.lind@brunavik.example --manager petra@brunavik.example
              covalence team remove North
            """,
        subcommands: [List.self, Add.self, Set.self, Remove.self]
    )

    private struct Line: Encodable {
        var id, name: String
        var members, managers: [String]

        init(_ team: Team, _ members: [MemberLine]) {
            id = team.id.description
            name = team.name
            func addresses(_ manages: Bool) -> [String] {
                team.members.filter { $0.manages == manages }.compactMap { part in members.first { $0.member.id == part.member }?.member.address }.sorted()
            }
            self.members = addresses(false)
            managers = addresses(true)
        }

        var text: String {
            "\(name.printable)  \(members.count + managers.count) people"
                + (managers.isEmpty ? "" : ", managed by \(managers.joined(separator: ", "))") + (members.isEmpty ? "" : ": \(members.joined(separator: ", "))")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the teams.")
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON lines.") var json = false

        func run() async throws {
            let lines = try await store.withWorkbench(create: false) { bench in
                let members = try await bench.listMembers(by: .owner)
                return try await bench.listTeams(by: .owner).map { Line($0, members) }
            }
            for line in lines { Terminal().line(try json ? JSONText.line(line) : line.text) }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Makes a team.")
        @Argument(help: "Its name.") var name: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write the team as JSON.") var json = false

        func run() async throws {
            let line = try await store.withWorkbench(create: false) { Line(try await $0.addTeam(name, by: .owner), []) }
            Terminal().line(try json ? JSONText.line(line) : line.text)
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Says who is in a team; those not named are no longer in it.")
        @Argument(help: "The team's name.") var name: String
        @Option(help: ArgumentHelp("A member by mail address; may be given several times.", valueName: "who")) var member: [String] = []
        @Option(help: ArgumentHelp("A member who manages it; may be given several times.", valueName: "who")) var manager: [String] = []
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write the team as JSON.") var json = false

        func run() async throws {
            let line = try await store.withWorkbench(create: false) { bench in
                var team = try await TeamCommand.team(name, bench)
                team.members = []
                for who in manager { team.members.append(.init(try await bench.member(named: who), manages: true)) }
                for who in member where !manager.contains(who) { team.members.append(.init(try await bench.member(named: who))) }
                return Line(try await bench.saveTeam(team, by: .owner), try await bench.listMembers(by: .owner))
            }
            Terminal().line(try json ? JSONText.line(line) : line.text)
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Removes a team. Its members stay members.")
        @Argument(help: "The team's name.") var name: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write the removed team as JSON.") var json = false

        func run() async throws {
            let line = try await store.withWorkbench(create: false) { bench in
                Line(try await bench.removeTeam(try await TeamCommand.team(name, bench).id, by: .owner), [])
            }
            Terminal().line(try json ? JSONText.line(line) : "Removed: \(line.name.printable)")
        }
    }

    private static func team(_ name: String, _ bench: Workbench) async throws -> Team {
        guard let team = try await bench.listTeams(by: .owner).first(where: { $0.name == name || $0.id.description == name }) else {
            throw StoreError.notFound("A team “\(name)”")
        }
        return team
    }
}
