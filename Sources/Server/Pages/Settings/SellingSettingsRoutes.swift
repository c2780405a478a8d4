import Hummingbird
import Store
import StrategicSelling
import Workbench

extension Site {
    func addSellingSettingsRoutes(to router: Router<ServerContext>) {
        router.get("/settings/selling") { request, context in
            let saved: String? = switch FormFields.query(of: request)["saved"] {
            case "numbers": "Saved. Sheets are made with them from now on."
            case "defaults": "All numbers are the defaults again."
            default: nil
            }
            return Response.html(pages(context).render(try await sellingSettings(context, saved: saved)))
        }
        router.post("/settings/selling") { request, context in
            let form = try await FormFields.body(of: request, context: context), bench = try context.bench
            var problems = FormProblems(), values: [(number: SellingNumber, value: Int)] = []
            for number in SellingNumber.all {
                guard let text = form.raw(number.name) else { continue }
                problems.typed[number.name] = text
                if let value = number.number(text) { values.append((number, value)) } else { problems.problems[number.name] = number.advice }
            }
            guard problems.isEmpty else {
                // Whoever may not change anything is refused like everybody else; the mistake does not matter.
                if try !context.visitor.may(.administer) { try await bench.change([], by: context.visitor) }
                return Response.html(pages(context).render(try await sellingSettings(context, problems: problems)), status: .unprocessableContent)
            }
            let seen = form["seen"].map { SeenSettings(["selling"], ContentTag(text: $0)) }
            do { try await bench.change(expecting: seen, by: context.visitor) { settings in for (number, value) in values { number.write(&settings.selling, value) } } } catch StoreError.conflict {
                problems.isLate = true
                return Response.html(pages(context).render(try await sellingSettings(context, problems: problems)), status: .conflict)
            }
            return Response.seeOther("/settings/selling?saved=numbers")
        }
        router.post("/settings/selling/defaults") { _, context in
            try await context.bench.change(by: context.visitor) { $0.selling = SellingSettings() }
            return Response.seeOther("/settings/selling?saved=defaults")
        }
    }

    private func sellingSettings(_ context: ServerContext, problems: FormProblems = FormProblems(), saved: String? = nil) async throws -> SellingSettingsPage {
        let (bench, visitor) = (try context.bench, try context.visitor)
        // The values come from the workbench's own copy; this asks whether the visitor may see them.
        _ = try await bench.listSettings(by: visitor)
        return SellingSettingsPage(
            workspace: bench.workspace.name, settings: bench.settings.selling, problems: problems, mayChange: visitor.may(.administer), seen: try bench.settings.tag(of: ["selling"]).text, saved: saved,
            waiting: try await waitingCount(context)
        )
    }
}
