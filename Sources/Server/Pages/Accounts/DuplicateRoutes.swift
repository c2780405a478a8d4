import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    func addDuplicateRoutes(to router: Router<ServerContext>) {
        router.get("/accounts/duplicates") { request, context in
            Response.html(pages(context).render(try await organizationDuplicates(FormFields.query(of: request)["done"], context)))
        }
        router.get("/people/duplicates") { request, context in
            Response.html(pages(context).render(try await peopleDuplicates(FormFields.query(of: request)["done"], context)))
        }
        router.post("/accounts/merge") { request, context in
            let (first, second, choice) = try await pair(request, context, as: Organization.self)
            switch choice {
            case "first": try await context.bench.mergeOrganization(second, into: first, by: context.visitor)
            case "second": try await context.bench.mergeOrganization(first, into: second, by: context.visitor)
            default: try await context.bench.keepApart(first, second, by: context.visitor)
            }
            return Response.seeOther("/accounts/duplicates?done=\(choice == "apart" ? "apart" : "merged")")
        }
        router.post("/people/merge") { request, context in
            let (first, second, choice) = try await pair(request, context, as: Person.self)
            switch choice {
            case "first": try await context.bench.mergePerson(second, into: first, by: context.visitor)
            case "second": try await context.bench.mergePerson(first, into: second, by: context.visitor)
            default: try await context.bench.keepApart(first, second, by: context.visitor)
            }
            return Response.seeOther("/people/duplicates?done=\(choice == "apart" ? "apart" : "merged")")
        }
        for base in ["accounts", "people"] {
            router.post("/\(base)/unmerge") { request, context in
                let form = try await FormFields.body(of: request, context: context)
                guard let merge = form["merge"].flatMap({ Identifier<Merge>($0) }) else { throw PageError.notFound }
                try await context.bench.undoMerge(merge, by: context.visitor)
                return Response.seeOther("/\(base)/duplicates?done=unmerged")
            }
        }
    }

    private func pair<Thing>(
        _ request: Request, _ context: ServerContext, as _: Thing.Type
    ) async throws -> (Identifier<Thing>, Identifier<Thing>, String) {
        let form = try await FormFields.body(of: request, context: context)
        guard let first = form["first"].flatMap({ Identifier<Thing>($0) }), let second = form["second"].flatMap({ Identifier<Thing>($0) }),
              let choice = form["choice"], ["first", "second", "apart"].contains(choice)
        else { throw PageError.plain(400) }
        return (first, second, choice)
    }

    private func organizationDuplicates(_ done: String?, _ context: ServerContext) async throws -> DuplicatesPage {
        let pairs = try await context.bench.likelyDuplicateOrganizations(by: context.visitor)
        return DuplicatesPage(
            isPeople: false,
            pairs: pairs.map { pair in
                func facts(_ organization: Organization) -> String {
                    ([OrganizationWords.kind(organization.kind)] + organization.domains + [organization.country.map(OrganizationWords.country)].compactMap { $0 })
                        .joined(separator: ", ")
                }
                return .init(
                    firstID: pair.first.id.description, firstName: pair.first.name, firstFacts: facts(pair.first),
                    secondID: pair.second.id.description, secondName: pair.second.name, secondFacts: facts(pair.second), reason: pair.reason, base: "/accounts"
                )
            },
            merges: try await merges("organization", base: "/accounts", context), notice: Self.notice(done), waiting: try await waitingCount(context)
        )
    }

    private func peopleDuplicates(_ done: String?, _ context: ServerContext) async throws -> DuplicatesPage {
        let pairs = try await context.bench.likelyDuplicatePeople(by: context.visitor)
        return DuplicatesPage(
            isPeople: true,
            pairs: pairs.map { pair in
                func facts(_ person: Person) -> String { ([person.function].compactMap { $0 } + person.mailAddresses).joined(separator: ", ") }
                return .init(
                    firstID: pair.first.id.description, firstName: pair.first.name, firstFacts: facts(pair.first),
                    secondID: pair.second.id.description, secondName: pair.second.name, secondFacts: facts(pair.second), reason: pair.reason, base: "/people"
                )
            },
            merges: try await merges("person", base: "/people", context), notice: Self.notice(done), waiting: try await waitingCount(context)
        )
    }

    private func merges(_ what: String, base: String, _ context: ServerContext) async throws -> [DuplicatesPage.Done] {
        try await context.bench.merges(limit: 50, by: context.visitor).items.filter { $0.what == what && !$0.isUndone }.map { merge in
            .init(
                id: merge.id.description,
                text: "\(merge.absorbedName.isolated) became part of \(merge.keptName.isolated)\(LocalTime.day(merge.at).map { ", \(DayText.long($0))" } ?? ""), by \(merge.author.isolated).",
                base: base
            )
        }
    }
}
