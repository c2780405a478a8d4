import Covalence
import HTTPTypes
import Language
import Store
import Workbench

extension Endpoint {
    /// What conversations are about.
    static let topics = [seeTopics, changeTopic]

    private static let places: [Parameter] = [
        .query("account", .id, "Only of this account’s conversations."), .query("from", .time, "Of meetings at or after this."), .query("before", .time, "Of meetings before this."),
    ]

    private static let topic = Schema.object("Topic", "What several turns are about.", [
        .required("id", .id, "Of this set of conversations; another set has other ids."), .required("name", .text(), "The name people gave it, or its own words."),
        .required("words", .list(.text(), most: 10), "Its own words, the most telling first."), .required("isNamed", .boolean, "Whether people named it."),
        .required("isPinned", .boolean), .required("isDismissed", .boolean, "Whether it was put aside."),
        .required("version", .count, "Rises with what people do with it; 0 before."),
        .required("turns", .count), .required("share", .number, "Of the turns that were read, 0 to 1."), .required("wordsSaid", .count, "Words of its turns."),
        .required("meetings", .count), .required("questions", .count, "Turns that ask."),
        .required("counts", .list(.count, most: 60), "Its turns in each of `periods`."),
        .optional("trend", .object("TopicTrend", "The last period against all before; missing where too little was said.", [
            .required("direction", .choice(TopicTrend.Direction.self)), .required("now", .number, "Share, 0 to 1."), .required("before", .number, "Share, 0 to 1."),
            .required("nowOf", .count, "Turns it is a share of."), .required("beforeOf", .count),
        ])),
        .required("moments", .list(.object("TopicMoment", "A typical turn.", [
            .required("meeting", .id), .required("title", .text()), .required("utterance", .count, "Its first, counted from 0."), .optional("speaker", .text()),
            .optional("side", MeetingViews.side), .optional("startMilliseconds", .count), .required("text", .text()),
        ]), most: 20), "The most typical first, spread over meetings."),
        .required("parts", .list(.id, most: 1_000), "Topics that were put into it."),
    ])

    private static let topicList = Schema.object("Topics", "What a set of conversations is about.", [
        .required("isReady", .boolean, "False while topics are still being found: ask again in a few seconds."),
        .required("items", .list(topic, most: 200), "The largest first, pinned ones before."),
        .required("periods", .list(.object("TopicPeriod", "A month or a quarter.", [
            .required("name", .text(), "`2026-03` or `2026-Q1`."), .required("turns", .count), .required("meetings", .count),
        ]), most: 60), "Oldest first."),
        .required("read", .count, "Turns that were read."), .required("apart", .count, "Of these, those that belong to no topic."),
        .required("meetings", .count, "Meetings in sight that were read by meaning."), .required("unread", .count, "Meetings and texts of the workspace that are not read yet."),
        .required("canRead", .boolean, "Whether the sentence encoder is installed, without which nothing new is read."),
    ])

    private static func query(_ account: Identifier<Organization>?, _ from: Timestamp?, _ before: Timestamp?) -> TopicQuery {
        TopicQuery(account: account, from: from, before: before)
    }

    private static let seeTopics = Endpoint(
        .get, "/topics", "topics", "What conversations are about: topics by meaning",
        about: "Found in all turns in sight, anew where something changed; topics that were there before keep their ids. One that nobody did anything with may have another id after a restart.", tag: .topics, action: .seeTopics,
        parameters: places, output: .value(topicList), uses: ["SeeTopics.topics"]
    ) { request in
        let query = query(request.id("account", Organization.self), request.time("from"), request.time("before"))
        return try .value(view(try await request.bench.topics(query, patience: .seconds(20), by: request.visitor)))
    }

    private static let changeTopic = Endpoint(
        .post, "/topics/{id}/changes", "changeTopic", "Names, pins or puts aside a topic, or puts it into another one",
        about: "It is known again by its most typical turns, and stays so with new meetings.", tag: .topics, action: .changeTopics,
        input: .json(.object("TopicChange", "What is done with a topic, and in which set it was seen.", [
            .required("do", .choice(["rename", "merge", "separate", "pin", "unpin", "dismiss", "restore"])),
            .optional("name", .text(Topic.longestName), "For `rename`; missing or empty for its own words again."), .optional("into", .id, "For `merge`."),
            .optional("account", .id), .optional("from", .time), .optional("before", .time), .optional("version", .count, "The one that was seen."),
        ])),
        output: .nothing, uses: ["ChangeTopic.change"]
    ) { request in
        let body = request.body
        let query = query(body.id("account", Organization.self), body.time("from"), body.time("before"))
        do {
            try await request.bench.change(
                try request.place(Topic.self), of: query, try deed(body), expecting: body.integer("version"), by: request.visitor
            )
        } catch StoreError.conflict(.record(_, let found)) {
            throw Problem(.conflict, "Somebody did something with this topic since you saw it: it is version \(found) now. Look at it again.")
        }
        return .nothing
    }

    private static func deed(_ body: APIBody) throws(Problem) -> TopicDeed {
        switch try body.needed("do") {
        case "merge":
            guard let into = body.id("into", Topic.self) else { throw Problem(.refused, "Say with `into` which topic it is to be put into.") }
            return .merge(into: into)
        case "separate": return .separate
        case "pin": return .pin
        case "unpin": return .unpin
        case "dismiss": return .dismiss
        case "restore": return .restore
        default: return .rename(body.text("name"))
        }
    }

    private static func view(_ seen: TopicsInSight) -> JSONValue {
        let found = seen.found ?? .none
        return .object([
            "isReady": .of(seen.found != nil || seen.meetings == 0), "items": .list((seen.lines + seen.dismissed).map { view($0, found) }),
            "periods": .list(found.periods.map { .object(["name": .text($0.name), "turns": .integer($0.passages), "meetings": .integer($0.meetings)]) }),
            "read": .integer(found.read), "apart": .integer(found.apart), "meetings": .integer(seen.meetings), "unread": .integer(seen.progress.left),
            "canRead": .of(seen.canRead),
        ])
    }

    private static func view(_ line: TopicsInSight.Line, _ found: FoundTopics) -> JSONValue {
        let topic = line.found
        let trend = topic.trend.comparison.map { comparison in
            JSONValue.object([
                "direction": .text(comparison.direction.rawValue), "now": .number(comparison.now), "before": .number(comparison.before),
                "nowOf": .integer(comparison.nowOf), "beforeOf": .integer(comparison.beforeOf),
            ])
        }
        return .object([
            "id": .of(topic.id), "name": .text(line.name), "words": .texts(topic.words), "isNamed": .of(line.kept?.name != nil), "isPinned": .of(topic.isPinned),
            "isDismissed": .of(line.kept?.isDismissed ?? false), "version": .integer(line.kept?.version ?? 0), "turns": .integer(topic.members.count),
            "share": .number(Double(topic.members.count) / Double(max(1, found.read))), "wordsSaid": .integer(topic.wordCount), "meetings": .integer(topic.meetings),
            "questions": .integer(topic.questions), "counts": .list(topic.trend.counts.map { .integer($0) }), "trend": trend,
            "moments": .list(line.moments.map { typical($0.moment) }), "parts": .ids(line.parts.map(\.id)),
        ])
    }

    private static func typical(_ moment: Store.Moment) -> JSONValue {
        .object([
            "meeting": .of(moment.meeting), "title": .text(moment.title), "utterance": .integer(moment.utterance), "speaker": .of(moment.speaker ?? moment.label),
            "side": .of(moment.side?.rawValue), "startMilliseconds": .of(moment.time?.start), "text": .text(moment.text),
        ])
    }
}
