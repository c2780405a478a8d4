import Covalence
import Hummingbird
import Store
import StrategicSelling
import Workbench

extension Site {
    func addForecastRoutes(to router: Router<ServerContext>) {
        router.get("/forecast") { request, context in
            Response.html(pages(context).render(try await forecastPage(FormFields.query(of: request), context)))
        }
        router.get("/forecast.json") { _, context in
            Response.json(ForecastData(try await context.bench.forecast(by: context.visitor).summary))
        }
        router.get("/forecast/work") { request, context in
            let shown = FormFields.query(of: request).number("since").map { Timestamp(milliseconds: Int64($0)) }
            return Response.html(pages(context).render(ForecastWork(seen: try await context.bench.forecast(by: context.visitor), shown: shown)))
        }
        router.post("/forecast") { _, context in
            try await context.bench.makeForecast(by: context.visitor)
            return Response.seeOther("/forecast?done=asked")
        }
        router.post("/forecast/rates") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let target = form["target"] ?? "", text = form["rates"] ?? ""
            do {
                let seen = form["seen"].map { SeenSettings(["exchangeRates"], ContentTag(text: $0)) }
                try await context.bench.setExchangeRates(try ExchangeRateText.read(target: target, text), expecting: seen, by: context.visitor)
            } catch StoreError.conflict {
                var page = try await forecastPage(form, context)
                page.problem = "Somebody changed the exchange rates while you were at it, and nothing of yours was saved. Those that hold now are listed with them; in the form is what you typed. Save again to set it."
                page.typed = (target, text)
                return Response.html(pages(context).render(page), status: .conflict)
            } catch StoreError.refused(let why) {
                var page = try await forecastPage(form, context)
                page.problem = why.text
                page.typed = (target, text)
                return Response.html(pages(context).render(page), status: .unprocessableContent)
            }
            return Response.seeOther("/forecast?done=rates#rates-title")
        }
        router.get("/forecast/back-test") { _, context in
            let (backTest, madeAt, work, isWaiting) = try await context.bench.forecastBackTest(by: context.visitor)
            return Response.html(pages(context).render(BackTestPage(
                backTest: backTest, madeAt: madeAt, work: work, isWaiting: isWaiting, canMake: try context.visitor.may(.change), waiting: try await waitingCount(context)
            )))
        }
        router.get("/forecast/back-test.json") { _, context in
            Response.json(CalibrationData(try await context.bench.forecastBackTest(by: context.visitor).backTest))
        }
        router.post("/forecast/back-test") { _, context in
            try await context.bench.makeForecast(lookingBack: true, by: context.visitor)
            return Response.seeOther("/forecast/back-test")
        }
        router.get("/objectives/:id/forecast") { _, context in
            guard let id = Identifier<SalesObjective>(try context.parameters.require("id")) else { throw PageError.notFound }
            let forecast = try await context.bench.forecast(of: id, by: context.visitor)
            let seen = try await context.bench.forecast(by: context.visitor)
            guard let line = try await context.bench.forecastLines(of: [id], by: context.visitor)[id] else { throw PageError.notFound }
            return Response.html(pages(context).render(ObjectiveForecastPage(
                line: line, forecast: forecast, periods: seen.summary?.periods ?? [], madeAt: seen.madeAt, waiting: try await waitingCount(context)
            )))
        }
    }

    private func forecastPage(_ query: FormFields, _ context: ServerContext) async throws -> ForecastPage {
        let (bench, visitor) = try (context.bench, context.visitor)
        let seen = try await bench.forecast(by: visitor)
        let from = max(0, query.number("from") ?? 0)
        let objectives = try await bench.objectiveForecasts(from: from, limit: ForecastPage.most, by: visitor)
        let moved = seen.summary?.change?.moves.compactMap { Identifier<SalesObjective>($0.objective) } ?? []
        let notice: String? = switch query["done"] {
        case "asked": "The forecast is being made anew."
        case "rates": "Saved. The forecast is being made anew with these rates."
        default: nil
        }
        return ForecastPage(
            seen: seen, objectives: objectives, from: from, lines: try await bench.forecastLines(of: moved, by: visitor),
            period: min(max(0, query.number("period") ?? 0), seen.summary?.periods.count ?? 0), canMake: visitor.may(.change), canChangeRates: visitor.may(.define),
            ratesSeen: try bench.settings.tag(of: ["exchangeRates"]).text, notice: notice, waiting: try await waitingCount(context)
        )
    }
}
