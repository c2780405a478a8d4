import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    func addCastRoutes(to router: Router<ServerContext>) {
        router.get("/meetings/:id/cast") { _, context in
            Response.html(pages(context).render(try await castPage(try meeting(in: context), context)))
        }
        router.post("/meetings/:id/cast") { request, context in
            let id = try meeting(in: context)
            let form = try await FormFields.body(of: request, context: context)
            let participants = try await context.bench.cast(of: id, by: context.visitor).cast.participants.map { person(form, $0) }
            let words = participants.flatMap { person in
                [(name: "name-\(person.id)", label: "Name"), (name: "organization-\(person.id)", label: "Organisation"), (name: "function-\(person.id)", label: "Function")]
            }
            try await keepingWords(of: form, words, for: "/meetings/\(id)/cast") {
                try await context.bench.edit(castOf: id, .say(participants), expecting: try castVersion(form), by: context.visitor)
            }
            return Response.seeOther("/meetings/\(id)")
        }
        addCastEdit("merge", to: router) { form, _ in
            guard let absorbed = form["absorbed"].flatMap({ Identifier<Participant>($0) }), let kept = form["kept"].flatMap({ Identifier<Participant>($0) }) else {
                throw PageError(status: 422, title: "Who is it?", advice: "Choose two people.")
            }
            return .merge(absorbed, into: kept)
        }
        addCastEdit("split", to: router) { form, open in
            guard let name = form["name"], let of = form["of"].flatMap({ Identifier<Participant>($0) }),
                  let from = place(form["from"], in: open, isEnd: false), let to = place(form["to"], in: open, isEnd: true)
            else { throw PageError(status: 422, title: "Which utterances?", advice: "Write the times as 12:40, or the numbers of the utterances, and a name.") }
            let conversation = open.analysis.conversation
            let person = conversation.participants.firstIndex { $0.id == of }
            let utterances = from <= to ? (from...to).filter { conversation.utterances[$0].participant == person } : []
            return .split(utterances: utterances, newName: String(name.prefix(200)), side: nil)
        }
        addCastEdit("add", to: router) { form, _ in
            guard let name = form["name"] else { throw PageError(status: 422, title: "Who was it?", advice: "Write a name.") }
            return .add(name: String(name.prefix(200)), side: nil, organization: nil, function: nil)
        }
        router.post("/meetings/:id/cast/undo") { request, context in
            let id = try meeting(in: context)
            let form = try await FormFields.body(of: request, context: context)
            try await context.bench.undoCast(of: id, expecting: try castVersion(form), by: context.visitor)
            return Response.seeOther("/meetings/\(id)/cast")
        }
    }

    private func addCastEdit(
        _ name: String, to router: Router<ServerContext>, _ read: @escaping @Sendable (FormFields, OpenMeeting) throws -> CastEdit
    ) {
        router.post(RouterPath("/meetings/:id/cast/\(name)")) { request, context in
            let id = try meeting(in: context)
            let form = try await FormFields.body(of: request, context: context)
            let edit = try read(form, try await opened.open(id, context))
            try await context.bench.edit(castOf: id, edit, expecting: try castVersion(form), by: context.visitor)
            return Response.seeOther("/meetings/\(id)/cast")
        }
    }

    private func castVersion(_ form: FormFields) throws -> Int {
        guard let version = form.number("cast") else { throw PageError.plain(400) }
        return version
    }

    /// An utterance by its time, `12:40` or `1:02:05`, or by its number, counted from 1.
    private func place(_ text: String?, in open: OpenMeeting, isEnd: Bool) -> Int? {
        guard let text else { return nil }
        let lines = open.analysis.conversation.utterances
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count <= 3, parts.allSatisfy({ $0.map { (0..<1_000_000).contains($0) } ?? false }) else { return nil }
        let numbers = parts.compactMap { $0 }
        if numbers.count == 1 { return lines.indices.contains(numbers[0] - 1) ? numbers[0] - 1 : nil }
        let milliseconds = numbers.reduce(0) { $0 * 60 + $1 } * 1000
        return isEnd
            ? lines.lastIndex { ($0.time?.start ?? .max) < milliseconds + 1000 }
            : lines.firstIndex { ($0.time?.start ?? -1) >= milliseconds }
    }

    private func person(_ form: FormFields, _ known: Participant) -> Participant {
        var person = known
        let id = known.id
        if let name = form["name-\(id)"] {
            // Another name is somebody else: which person that is, is asked again.
            if name.lowercased() != known.name.lowercased() { person.person = nil }
            person.name = String(name.prefix(200))
        }
        if let side = form["side-\(id)"] { person.side = Side(rawValue: side) }
        if form.raw("organization-\(id)") != nil { person.organization = form["organization-\(id)"].map { String($0.prefix(200)) } }
        if form.raw("function-\(id)") != nil { person.function = form["function-\(id)"].map { String($0.prefix(200)) } }
        for purpose in ConsentPurpose.allCases {
            guard let consent = form["consent-\(purpose.rawValue)-\(id)"].flatMap(Consent.init(rawValue:)) else { continue }
            person.consent[purpose] = consent == .unknown ? nil : consent
            let said = ConsentSaid(
                on: form["said-on-\(purpose.rawValue)-\(id)"].flatMap { CalendarDay($0) },
                wording: form["said-words-\(purpose.rawValue)-\(id)"].map { String($0.prefix(500)) }
            )
            person.consentSaid[purpose] = said == ConsentSaid() ? nil : said
        }
        return person
    }

    private func castPage(_ id: Identifier<Meeting>, _ context: ServerContext) async throws -> CastPage {
        let open = try await opened.open(id, context)
        let suggestions = Dictionary(try await context.bench.speakerSuggestions(of: id, by: context.visitor).map { ($0.label, $0) }) { first, _ in first }
        let read = ReadMeeting(open)
        let cast = open.cast.cast
        let versions = try await context.bench.castVersions(of: id, by: context.visitor)
        return CastPage(
            id: id, title: open.summary.meeting.title,
            people: cast.participants.enumerated().map { index, participant in
                let labels = cast.labels(of: participant.id)
                let suggestion = labels.lazy.compactMap { suggestions[$0] }.first { $0.side != nil || $0.name != nil }
                var shown = participant
                if shown.organization == nil { shown.organization = suggestion?.organization }
                if shown.function == nil { shown.function = suggestion?.function }
                return .init(
                    participant: shown, labels: labels.filter { $0 != participant.name }, suggestedSide: suggestion?.side,
                    reason: participant.side == nil ? suggestion.flatMap { $0.reasons.isEmpty ? nil : $0.reasons.map(\.sentence).joined(separator: " ") } : nil,
                    samples: samples(of: index, in: read)
                )
            },
            version: open.summary.castVersion, organizations: open.summary.organizations(),
            lastChange: versions.count > 1 ? "The last change was made by \(open.cast.author.name.isolated), \(LocalTime.text(open.cast.madeAt))." : nil,
            waiting: try await waitingCount(context)
        )
    }

    /// Up to three things somebody said that tell something: the longest among the first forty.
    private func samples(of participant: Int, in read: ReadMeeting) -> [Quote] {
        let lines = read.conversation.utterances
        let own = lines.indices.lazy.filter { lines[$0].participant == participant }.prefix(40)
        return own.sorted { lines[$0].range.count > lines[$1].range.count }.prefix(3).sorted().map { read.quote($0, range: nil) }
    }
}
