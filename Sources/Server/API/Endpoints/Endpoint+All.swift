extension Endpoint {
    /// Everything that can be asked for. Routes and document are made from this list.
    static let all: [Endpoint] = [
        organizations, people, duplicates, interactions, intake, meetings, casts, words, claims, codebooks, files, searching, topics, members, operation, privacy, me, offerings, objectives, objectiveLinks, objectiveMeetings, forecasts, profile, imports, funnels, events, webhooks,
    ].flatMap(\.self)
}
