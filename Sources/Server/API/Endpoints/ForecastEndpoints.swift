import Covalence
import HTTPTypes
import Store
import StrategicSelling
import Workbench

extension Endpoint {
    /// What comes in, when and how surely.
    static let forecasts = [seeForecast, forecastObjectives, objectiveForecast, seeBackTest, makeForecast, seeRates, setRates]

    private static let seeForecast = Endpoint(
        .get, "/forecast", "forecast", "The newest forecast of what you see",
        about: "Made from nothing but the objectives you see: neither a total nor a rate tells of another account. It is made by itself after changes and once a day; where there is none yet, asking has one made.",
        tag: .objectives, action: .seeForecast, output: .value(ForecastJSON.schema), uses: ["SeeForecast.forecast"]
    ) { request in
        try .value(ForecastJSON(try await request.bench.forecast(by: request.visitor)))
    }

    private static let forecastObjectives = Endpoint(
        .get, "/forecast/objectives", "forecastObjectives", "Open objectives of the newest forecast, those from which most is expected first", tag: .objectives, action: .seeForecast,
        parameters: [
            .query("from", .count, "The first, counted from 0."), .query("most", .integer(1...500), "How many; 100 where not given."),
        ],
        output: .value(.object("ObjectiveForecasts", nil, [.required("items", .list(ObjectiveForecastJSON.schema, most: 500))])),
        uses: ["SeeForecast.objectiveForecasts", "SeeForecast.forecastLines"]
    ) { request in
        let found = try await request.bench.objectiveForecasts(from: request.integer("from") ?? 0, limit: request.integer("most") ?? 100, by: request.visitor)
        return try .list(found) { ObjectiveForecastJSON($0.line.id, $0.forecast) }
    }

    private static let objectiveForecast = Endpoint(
        .get, "/objectives/{id}/forecast", "objectiveForecast", "The chance of an objective with its reasons", tag: .objectives, action: .openObjective,
        output: .value(ObjectiveForecastJSON.schema), uses: ["SeeForecast.forecast"]
    ) { request in
        let id = try request.place(SalesObjective.self)
        return try .value(ObjectiveForecastJSON(id, try await request.bench.forecast(of: id, by: request.visitor)))
    }

    private static let seeBackTest = Endpoint(
        .get, "/forecast/back-test", "forecastBackTest", "Past forecasts held against what came", about: "Made again from what was in the record then; where too little was, it says so.",
        tag: .objectives, action: .seeForecast, output: .value(BackTestJSON.schema), uses: ["SeeForecast.forecastBackTest"]
    ) { request in
        let (test, madeAt, _, isWaiting) = try await request.bench.forecastBackTest(by: request.visitor)
        return try .value(BackTestJSON(test, madeAt: madeAt, isBeingMade: isWaiting))
    }

    private static let makeForecast = Endpoint(
        .post, "/forecast/jobs", "makeForecast", "Has the forecast made anew", tag: .objectives, action: .makeForecast,
        input: .json(.object("ForecastWish", "What is to be made.", [.optional("backTest", .boolean, "Whether to look back at past forecasts, too.")])),
        output: .nothing, uses: ["SeeForecast.makeForecast"]
    ) { request in
        try await request.bench.makeForecast(lookingBack: request.body.flag("backTest") ?? false, by: request.visitor)
        return .nothing
    }

    private static let seeRates = Endpoint(
        .get, "/forecast/exchange-rates", "exchangeRates", "By which rates amounts are converted, and into what", tag: .objectives, action: .seeForecast,
        output: .value(ExchangeRatesJSON.schema), uses: ["SeeForecast.exchangeRates"]
    ) { request in
        try .value(ExchangeRatesJSON(try await request.bench.exchangeRates(by: request.visitor)), tag: try request.bench.settings.tag(of: ["exchangeRates"]))
    }

    private static let setRates = Endpoint(
        .put, "/forecast/exchange-rates", "setExchangeRates", "Says by which rates amounts are converted, and into what", tag: .objectives, action: .changeForecast,
        input: .json(ExchangeRatesJSON.schema),
        output: .nothing, isVersioned: true, uses: ["SeeForecast.setExchangeRates"]
    ) { request in
        let lines = try (request.body.objects("rates") ?? []).map { rate in
            "\(try rate.needed("currency")) \(try rate.needed("day")) \(rate.number("rate") ?? .nan)"
        }
        let rates = try ExchangeRateText.read(target: request.body.text("target") ?? "", lines.joined(separator: "\n"))
        try await request.bench.setExchangeRates(rates, expecting: request.seenContent.map { SeenSettings(["exchangeRates"], $0) }, by: request.visitor)
        return .nothing
    }
}
