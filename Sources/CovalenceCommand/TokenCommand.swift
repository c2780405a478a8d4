import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// `covalence token`: lets programs in that act for a member.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Tokens: let programs in over the API that act for a member.",
        discussion: """
            A token never allows more than its member may. It is shown once, when it is made. docs/api.md says what programs can ask for.

            EXAMPLES:
              covalence token make "Nightly import" --member anna.lind@brunavik.example --scope read --scope write --days 30
              covalence token list
              covalence token revoke 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b
            """,
        subcommands: [Make.self, List.self, Revoke.self]
    )

    /// What is printed of a token.
    private struct Line: Encodable {
        var id, name, beginning, member, address: String
        var scopes: [String]
        var madeAt, expiresAt: Timestamp
        var lastUsedAt, revokedAt: Timestamp?
        var isLive: Bool

        init(_ line: TokenLine) {
            let token = line.token
            id = token.id.description
            name = token.name
            beginning = token.beginning
            member = line.member.id.description
            address = line.member.address
            scopes = token.scopes
            madeAt = token.madeAt
            expiresAt = token.expiresAt
            lastUsedAt = token.lastUsedAt
            revokedAt = token.revokedAt
            isLive = line.isLive
        }

        var text: String {
            let state = revokedAt.map { "revoked \($0)" } ?? (isLive ? "until \(expiresAt)" : "ended \(expiresAt)")
            return "\(id)  \(beginning)…  \(name.printable)  \(address.printable)  \(scopes.joined(separator: ", "))  \(state)" + (lastUsedAt.map { "  used \($0)" } ?? "")
        }
    }

    /// A token that was just made.
    private struct Made: Encodable {
        var id, token, address: String
        var scopes: [String]
        var expiresAt: Timestamp
    }

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a token and prints it, this once.",
            discussion: "EXAMPLES:\n  covalence token make Dashboard --member anna.lind@brunavik.example\n  covalence token make Import --member anna.lind@brunavik.example --scope write --days 7 --json"
        )
        @Argument(help: "What it is for.") var name: String
        @Option(help: ArgumentHelp("Whom it acts for, by mail address or id.", valueName: "address")) var member: String
        @Option(help: "read, write, export or administer; may be given several times. read where not given.") var scope: [String] = []
        @Option(help: "How many days it lives, 1 to \(TokenDraft.mostDays).") var days = 90
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write it as JSON.") var json = false

        func validate() throws {
            for name in scope where TokenScope(rawValue: name) == nil {
                throw ValidationError("--scope takes \(TokenScope.allCases.map(\.rawValue).joined(separator: ", ")), not “\(name.printable)”.")
            }
            guard (1...TokenDraft.mostDays).contains(days) else { throw ValidationError("--days takes 1 to \(TokenDraft.mostDays).") }
        }

        func run() async throws {
            let scopes = scope.isEmpty ? [.read] : Swift.Set(scope.compactMap(TokenScope.init(rawValue:)))
            let (made, address) = try await store.withWorkbench(create: false) { bench in
                let id = try await bench.member(named: member)
                let made = try await bench.makeToken(TokenDraft(name: name, scopes: scopes, days: days), for: id, by: .owner)
                return (made, try await bench.openMember(id, by: .owner).member.address)
            }
            let terminal = Terminal(), secret = made.secret.text
            if json {
                return terminal.line(try JSONText.line(Made(id: made.token.id.description, token: secret, address: address, scopes: made.token.scopes, expiresAt: made.token.expiresAt)))
            }
            terminal.line(secret)
            if terminal.showsProgress {
                terminal.note("It acts for \(address.printable) until \(made.token.expiresAt), and is shown only now. Programs send it as “Authorization: Bearer …”.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists everybody’s tokens, newest first; never their secrets.", discussion: "EXAMPLE:\n  covalence token list --json"
        )
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON lines.") var json = false

        func run() async throws {
            let terminal = Terminal()
            for line in try await store.withWorkbench(create: false, { try await $0.allTokens(by: .owner) }).map(Line.init) {
                terminal.line(try json ? JSONText.line(line) : line.text)
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a token at once and for good.", discussion: "EXAMPLE:\n  covalence token revoke 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b"
        )
        @Argument(help: "Its id, as covalence token list prints it.") var token: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write the revoked token as JSON.") var json = false

        func validate() throws { _ = try id() }

        private func id() throws -> Identifier<APIToken> { try .read(token, of: "a token", list: "covalence token list") }

        func run() async throws {
            let id = try id()
            let line = try await store.withWorkbench(create: false) { bench in
                try await bench.revokeToken(id, by: .owner)
                return try await bench.allTokens(by: .owner).first { $0.id == id }.map(Line.init)
            }
            let terminal = Terminal()
            guard let line else { return }
            terminal.line(try json ? JSONText.line(line) : "Revoked: \(line.name.printable)")
        }
    }
}
