import ArgumentParser
import Covalence
import Foundation
import Server
import Store
import StrategicSelling
import Workbench

/// `covalence profile`: what our best accounts have in common.
struct ProfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Shows, sets and tests the ideal customer profile, and holds accounts against it.",
        subcommands: [Show.self, Set.self, Score.self, BackTest.self],
        defaultSubcommand: Show.self
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the criteria with weights, lift and numbers.",
            discussion: """
                EXAMPLES:
                  covalence profile show
                  covalence profile show --json | jq '{version, criteria}' > profile.json
                """
        )
        @OptionGroup var store: StoreOptions
        @ArgumentParser.Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let seen = ProfileJSON(try await store.withWorkbench(create: false) { try await $0.profile(by: .owner) })
            let terminal = Terminal()
            guard !json else { return terminal.line(try jsonLine(seen)) }
            guard !seen.criteria.isEmpty else { return terminal.line("There is no ideal customer profile yet. Set one: covalence profile set --help") }
            terminal.line("Version \(seen.version), \(seen.author?.printable ?? "not known"); \(seen.best) best accounts, \(seen.others) others")
            for criterion in seen.criteria {
                let learnt = seen.learnt.first { $0.id == criterion.id }, counting = seen.weights.first { $0.id == criterion.id }
                let weight = counting?.weight.map { "weight \(ProfileCommand.short($0)) \(counting?.isLearnt == true ? "learnt" : "by hand")" } ?? counting?.missing ?? "no weight"
                terminal.line("\(criterion.id.printable): \(criterion.label.printable)")
                terminal.line("  \(weight)" + (learnt?.lift.map { ", lift \(ProfileCommand.short($0))" } ?? ""))
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sets the criteria from a JSON file: a new version.",
            discussion: """
                The file has `version`, the one that was seen (0 for none), and `criteria`, as covalence profile show --json prints them. A criterion has `id`, `label` and \
                `sort`: yes-no with `wanted`; number with `lower`, `upper`, `margin`, `unit`; category with `accepted`; grade with `highest`. Without `weight` it is learnt.

                EXAMPLES:
                  covalence profile set profile.json
                  echo '{"version": 0, "criteria": [{"id": "crew", "label": "Has an own crew", "sort": "yes-no", "wanted": true}]}' | covalence profile set -
                """
        )
        @Argument(help: "The file; - for standard input.") var file: String
        @OptionGroup var store: StoreOptions
        @ArgumentParser.Flag(help: "Write JSON.") var json = false

        private struct Saved: Encodable {
            var version: Int
            var criteria: Int
        }

        private struct Content: Decodable {
            var version: Int
            var criteria: [ProfileCriterionJSON]
        }

        func run() async throws {
            let data = try Failures.report {
                file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try UnreadableFile.read(file, wanted: "a profile, as covalence profile show --json prints one")
            }
            let content: Content
            do { content = try JSONDecoder().decode(Content.self, from: data) } catch {
                throw ValidationError("\(file.printable) cannot be read as a profile: \(Self.place(error)). covalence profile set --help shows what it holds.")
            }
            let criteria = try content.criteria.enumerated().map { index, one in
                guard let criterion = one.criterion else {
                    throw ValidationError("\(file.printable), criterion \(index + 1): something is missing for its sort of answer, “\(one.sort.printable)”. covalence profile set --help shows what it holds.")
                }
                return criterion
            }
            try await store.withWorkbench(create: false) { try await $0.setProfile(criteria, expecting: content.version, by: .owner) }
            let saved = Saved(version: content.version + 1, criteria: criteria.count)
            Terminal().line(try json ? JSONText.line(saved) : "Saved as version \(saved.version), \(saved.criteria) criteria.")
        }

        private static func place(_ error: any Error) -> String {
            switch error {
            case DecodingError.keyNotFound(let key, let context): "“\(key.stringValue)” is missing at \(path(context))"
            case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context): "a value of another kind was expected at \(path(context))"
            default: "it is no JSON"
            }
        }

        private static func path(_ context: DecodingError.Context) -> String {
            context.codingPath.isEmpty ? "the beginning" : context.codingPath.map { $0.intValue.map { "no. \($0 + 1)" } ?? $0.stringValue }.joined(separator: " › ")
        }
    }

    struct Score: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Holds an account against the profile, criterion by criterion.",
            discussion: """
                EXAMPLES:
                  covalence profile score Brunavik
                  covalence profile score Brunavik --json
                """
        )
        @Argument(help: "The account, by name or id.") var account: String
        @OptionGroup var store: StoreOptions
        @ArgumentParser.Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let (name, fit) = try await store.withWorkbench(create: false) { bench in
                let organization = try await bench.organization(named: account)
                return (organization.organization.name, ProfileFitJSON(organization.id, try await bench.profileFit(of: organization.id, by: .owner)))
            }
            let terminal = Terminal()
            guard !json else { return terminal.line(try jsonLine(fit)) }
            guard fit.hasProfile else { return terminal.line("There is no ideal customer profile yet. Set one: covalence profile set --help") }
            let known = fit.known.map { "\(ProfileCommand.percent($0)) of what is known fits" } ?? "nothing that counts is known"
            terminal.line("\(name.printable): \(known); \(ProfileCommand.percent(fit.knownShare ?? 0)) of the weight is known")
            for part in fit.parts {
                terminal.line("  \(part.label.printable): \(part.answer?.printable ?? "not known")" + (part.fit.map { ", fits \(ProfileCommand.percent($0))" } ?? "") + (part.weight.map { ", weight \(ProfileCommand.short($0))" } ?? ""))
            }
        }
    }

    struct BackTest: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "back-test",
            abstract: "Looks whether the profile tells our best accounts from the others.",
            discussion: """
                EXAMPLE:
                  covalence profile back-test --json
                """
        )
        @OptionGroup var store: StoreOptions
        @ArgumentParser.Flag(help: "Write JSON.") var json = false

        func run() async throws {
            let test = ProfileBackTestJSON(try await store.withWorkbench(create: false) { try await $0.profileBackTest(by: .owner) })
            let terminal = Terminal()
            guard !json else { return terminal.line(try jsonLine(test)) }
            terminal.line(test.area.map { "The better of two accounts has the higher score \(ProfileCommand.percent($0)) of the time; half the time would be chance." } ?? test.missing ?? "Not known.")
            if !test.tooLittleKnown.isEmpty { terminal.line("Too little is known of \(test.tooLittleKnown.count) past accounts.") }
        }
    }

    static func short(_ number: Double) -> String { String((number * 100).rounded() / 100) }
    static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
