import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// `covalence webhook`: addresses that are told when something changes.
struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: "Webhooks: addresses of other programs that are told when something changes.",
        discussion: """
            Deliveries are made by covalence serve. docs/webhooks.md says what is sent and how a receiver checks it.

            EXAMPLES:
              covalence webhook add https://hooks.example.org/covalence --kind meeting.imported --kind claim.decided
              covalence webhook list
              covalence webhook deliveries 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --state failed
              covalence webhook replay 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --from 2026-03-04T00:00:00Z
              covalence webhook rotate 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b

            SETTINGS: webhook.allow, ranges of addresses that are called besides public ones, also without encryption; \
            secret.key-file, the key that secrets are kept with, secrets.key in the store’s folder where not given (covalence config).
            """,
        subcommands: [List.self, Add.self, Change.self, Remove.self, Pause.self, Resume.self, Rotate.self, Test.self, Deliveries.self, Replay.self]
    )

    static func id(_ text: String) throws -> Identifier<Webhook> { try .read(text, of: "a webhook", list: "covalence webhook list") }

    static func kinds(_ names: [String]) throws -> Swift.Set<RecordEvent.Kind> {
        var kinds: Swift.Set<RecordEvent.Kind> = []
        for name in names {
            guard let kind = RecordEvent.Kind(rawValue: name), RecordEvent.Kind.ofTheRecord.contains(kind) else {
                throw ValidationError("--kind takes \(RecordEvent.Kind.ofTheRecord.map(\.rawValue).joined(separator: ", ")), not “\(name.printable)”.")
            }
            kinds.insert(kind)
        }
        return kinds
    }

    /// What is printed of a webhook.
    struct Line: Encodable {
        var id, address, state: String
        var kinds: [String]
        var reason: String?
        /// Deliveries that wait to be sent.
        var waiting: Int
        var secret: String?

        init(_ webhook: Webhook, secret: String? = nil) {
            id = webhook.id.description
            address = webhook.address
            state = webhook.state.rawValue
            kinds = webhook.kinds.map(\.rawValue).sorted()
            reason = webhook.reason
            waiting = webhook.waiting
            self.secret = secret
        }

        func print(json: Bool) throws {
            let terminal = Terminal()
            if json { return terminal.line(try JSONText.line(self)) }
            terminal.line("\(id)  \(state.padded(to: 8))  \(address)  \(kinds.isEmpty ? "everything" : kinds.joined(separator: ", "))")
            if waiting > 0 { terminal.line("  \(waiting == 1 ? "1 change waits" : "\(waiting) changes wait") to be told") }
            if let reason { terminal.line("  \(reason.printable)") }
            if let secret { terminal.line("The secret, which is shown only now:\n  \(secret)") }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the webhooks.")
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write JSON lines.") var json = false

        func run() async throws {
            for webhook in try await store.withWorkbench(create: false, { try await $0.webhooks(by: .owner) }) { try Line(webhook).print(json: json) }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a webhook and prints its secret, this once.",
            discussion: "EXAMPLE:\n  covalence webhook add https://hooks.example.org/covalence --kind interaction.added"
        )
        @Argument(help: "Its address, beginning with https://.") var address: String
        @Option(help: "Only events of this kind; may be given several times.") var kind: [String] = []
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write it as JSON.") var json = false

        func validate() throws { _ = try WebhookCommand.kinds(kind) }

        func run() async throws {
            let kinds = try WebhookCommand.kinds(kind)
            let made = try await store.withWorkbench(create: true) { try await $0.addWebhook(address, kinds: kinds, by: .owner) }
            try Line(made.webhook, secret: made.secret).print(json: json)
        }
    }

    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Changes address or kinds.")
        @Argument(help: "Its id, as covalence webhook list prints it.") var webhook: String
        @Option(help: "Another address.") var address: String?
        @Option(help: "Only events of this kind from now on; may be given several times.") var kind: [String] = []
        @Flag(name: .customLong("all-kinds"), help: "Events of every kind from now on.") var allKinds = false
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write it as JSON.") var json = false

        func validate() throws {
            _ = try WebhookCommand.id(webhook)
            guard !allKinds || kind.isEmpty else { throw ValidationError("--all-kinds and --kind exclude each other.") }
            _ = try WebhookCommand.kinds(kind)
        }

        func run() async throws {
            let id = try WebhookCommand.id(webhook), kinds = try WebhookCommand.kinds(kind)
            let now = try await store.withWorkbench(create: false) {
                try await $0.changeWebhook(id, address: address, kinds: allKinds ? [] : kinds.isEmpty ? nil : kinds, by: .owner)
            }
            try Line(now).print(json: json)
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Removes a webhook with its log.")
        @Argument(help: "Its id.") var webhook: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write the removed webhook as JSON.") var json = false

        func validate() throws { _ = try WebhookCommand.id(webhook) }

        func run() async throws {
            let id = try WebhookCommand.id(webhook)
            let former = try await store.withWorkbench(create: false) { bench in
                let former = try await bench.webhook(id, by: .owner)
                try await bench.removeWebhook(id, by: .owner)
                return former
            }
            if json { try Line(former).print(json: true) } else { Terminal().line("Removed: \(former.address)") }
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sends nothing until it is resumed; what happens meanwhile waits.")
        @Argument(help: "Its id.") var webhook: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write it as JSON.") var json = false

        func run() async throws {
            let id = try WebhookCommand.id(webhook)
            try Line(try await store.withWorkbench(create: false) { try await $0.pauseWebhook(id, true, by: .owner) }).print(json: json)
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Goes on with a paused webhook.")
        @Argument(help: "Its id.") var webhook: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write it as JSON.") var json = false

        func run() async throws {
            let id = try WebhookCommand.id(webhook)
            try Line(try await store.withWorkbench(create: false) { try await $0.pauseWebhook(id, false, by: .owner) }).print(json: json)
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Makes a new secret and prints it, this once; the former one is valid for another day.")
        @Argument(help: "Its id.") var webhook: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write it as JSON.") var json = false

        func run() async throws {
            let id = try WebhookCommand.id(webhook)
            let made = try await store.withWorkbench(create: false) { try await $0.rotateSecret(of: id, by: .owner) }
            try Line(made.webhook, secret: made.secret).print(json: json)
        }
    }
}
