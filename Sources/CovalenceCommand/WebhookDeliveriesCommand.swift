import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// What is sent to a webhook.
extension WebhookCommand {
    private struct DeliveryLine: Encodable {
        struct Attempt: Encodable {
            var at: Timestamp
            var milliseconds: Int
            var status, bytes: Int?
            var problem: String?
        }

        var id, kind, state: String
        var sequence: Int64
        var happenedAt: Timestamp
        var dueAt: Timestamp?
        var attempts: [Attempt]

        init(_ log: DeliveryLog) {
            id = log.delivery.id.description
            kind = log.delivery.event.kind.rawValue
            state = log.delivery.state.rawValue
            sequence = log.delivery.event.sequence
            happenedAt = log.delivery.event.at
            dueAt = log.delivery.dueAt
            attempts = log.attempts.map { .init(at: $0.at, milliseconds: $0.milliseconds, status: $0.status, bytes: $0.bytes, problem: $0.problem) }
        }

        func print(json: Bool) throws {
            let terminal = Terminal()
            if json { return terminal.line(try JSONText.line(self)) }
            terminal.line("\(id)  \(String(sequence).leftPadded(to: 8))  \(kind.padded(to: 22))  \(state)")
            for attempt in attempts {
                terminal.line("  \(attempt.at)  \(attempt.status.map { "\($0)" } ?? "–")  \(attempt.milliseconds) ms  \((attempt.problem ?? "").printable)")
            }
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sends an event that is a test, at once.")
        @Argument(help: "Its id.") var webhook: String
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write what came of it as JSON.") var json = false

        func run() async throws {
            let id = try WebhookCommand.id(webhook)
            let log = try await store.withWorkbench(create: false) { try await $0.testWebhook(id, by: .owner) }
            try DeliveryLine(log).print(json: json)
            if log.delivery.state != .delivered { throw ExitCode.unavailable }
        }
    }

    struct Deliveries: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what was sent and is to be sent, with every attempt; newest event first.",
            discussion: "EXAMPLE:\n  covalence webhook deliveries 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --state failed --json"
        )
        @Argument(help: "The webhook's id.") var webhook: String
        @OptionGroup var store: StoreOptions
        @Option(help: "Only those that are waiting, delivered or failed.") var state: String?
        @Option(help: "At most so many, 1 to 500.") var limit = 50
        @Flag(help: "Write JSON lines.") var json = false

        func validate() throws {
            _ = try WebhookCommand.id(webhook)
            guard (1...500).contains(limit) else { throw ValidationError("--limit takes 1 to 500.") }
            if let state, WebhookDelivery.State(rawValue: state) == nil { throw ValidationError("--state takes waiting, delivered or failed.") }
        }

        func run() async throws {
            let id = try WebhookCommand.id(webhook)
            let query = DeliveryQuery(state: state.flatMap(WebhookDelivery.State.init(rawValue:)), limit: limit)
            for log in try await store.withWorkbench(create: false, { try await $0.deliveries(of: id, query, by: .owner) }) {
                try DeliveryLine(log).print(json: json)
            }
        }
    }

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends deliveries again, under their own ids: one, or those of events in a span of time.",
            discussion: """
                EXAMPLES:
                  covalence webhook replay 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --delivery 0197a3c4-6000-7f80-8a9b-0c1d2e3f4a5b
                  covalence webhook replay 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --from 2026-03-04T00:00:00Z --state failed
                """
        )
        @Argument(help: "The webhook's id.") var webhook: String
        @Option(help: "One delivery, by its id.") var delivery: String?
        @Option(help: ArgumentHelp("Of events from this time on.", valueName: "time")) var from: String?
        @Option(help: ArgumentHelp("Of events before this time.", valueName: "time")) var before: String?
        @Option(help: "Only those that were delivered or failed.") var state: String?
        @OptionGroup var store: StoreOptions
        @Flag(help: "Write how many as JSON.") var json = false

        func validate() throws {
            _ = try WebhookCommand.id(webhook)
            guard delivery != nil || from != nil || before != nil || state != nil else {
                throw ValidationError("Say which: --delivery, --from, --before or --state.")
            }
            guard delivery == nil || (from == nil && before == nil && state == nil) else { throw ValidationError("--delivery goes alone.") }
            for time in [from, before] {
                if let time, Timestamp(iso8601: time) == nil { throw ValidationError("“\(time.printable)” is not a time with a zone. Write it as 2026-03-04T09:30:00Z.") }
            }
            if let state, ![WebhookDelivery.State.delivered.rawValue, WebhookDelivery.State.failed.rawValue].contains(state) {
                throw ValidationError("--state takes delivered or failed.")
            }
            if let delivery { _ = try Identifier<WebhookDelivery>.read(delivery, of: "a delivery", list: "covalence webhook deliveries") }
        }

        private struct Count: Encodable { var again: Int }

        func run() async throws {
            let id = try WebhookCommand.id(webhook)
            let one = try delivery.map { try Identifier<WebhookDelivery>.read($0, of: "a delivery", list: "covalence webhook deliveries") }
            let count = try await store.withWorkbench(create: false) { bench in
                if let one { return try await bench.replay(one, of: id, by: .owner) ? 1 : 0 }
                return try await bench.replay(
                    of: id, from: from.flatMap { Timestamp(iso8601: $0) }, before: before.flatMap { Timestamp(iso8601: $0) },
                    state: state.flatMap(WebhookDelivery.State.init(rawValue:)), by: .owner
                )
            }
            Terminal().line(try json ? JSONText.line(Count(again: count)) : "\(count) to be sent again by covalence serve.")
        }
    }
}
