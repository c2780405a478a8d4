import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    func addTranscriptRoutes(to router: Router<ServerContext>) {
        router.get("/meetings/:id/transcript") { request, context in
            let id = try meeting(in: context)
            let query = FormFields.query(of: request)
            // Opened by hand, the piece is shown on its page.
            guard request.headers[.hxRequest] != nil else {
                return Response.seeOther("/meetings/\(id)?from=\(query.number("from") ?? 0)\(filter(query).query)#transcript")
            }
            let open = try await opened.open(id, context)
            return Response.html(pages(context).render(ReadMeeting(open).piece(from: query.number("from") ?? 0, filter: filter(query))))
        }
        router.get("/meetings/:id/utterances/:number") { request, context in
            let open = try await opened.open(try meeting(in: context), context)
            let read = ReadMeeting(open)
            let number = try utterance(in: context, count: read.conversation.utterances.count)
            let speaker = read.conversation.utterances[number].participant
            let form = UtteranceForm(
                moment: read.moment(number), text: read.conversation.utterances[number].text,
                participants: read.conversation.participants.enumerated().map { index, person in
                    Choice(value: "\(person.id)", label: "\(person.name) (\(SideLabel(side: person.side).word.lowercased()))", isSelected: index == speaker)
                },
                transcriptVersion: open.summary.transcriptVersion, castVersion: open.summary.castVersion
            )
            return answer(request, context, page: { UtterancePage(meetingTitle: read.title, form: form) }, piece: { form })
        }
        router.post("/meetings/:id/utterances/:number/words") { request, context in
            let id = try meeting(in: context)
            let form = try await FormFields.body(of: request, context: context)
            let open = try await opened.open(id, context)
            let number = try utterance(in: context, count: open.summary.utterances)
            guard let expecting = form.number("transcript") else { throw PageError.plain(400) }
            try await context.bench.correctWords(of: id, [number: form.raw("text") ?? ""], expecting: expecting, by: context.visitor)
            return Response.seeOther(ReadMeeting(open).moment(number).href)
        }
        router.post("/meetings/:id/utterances/:number/speaker") { request, context in
            let id = try meeting(in: context)
            let form = try await FormFields.body(of: request, context: context)
            let open = try await opened.open(id, context)
            let number = try utterance(in: context, count: open.summary.utterances)
            guard let expecting = form.number("cast") else { throw PageError.plain(400) }
            let edit: CastEdit
            if let person = form["participant"].flatMap({ Identifier<Participant>($0) }) {
                edit = .reassign(utterances: [number], to: person)
            } else if let name = form["newName"] {
                edit = .split(utterances: [number], newName: String(name.prefix(200)), side: nil)
            } else {
                throw PageError(status: 422, title: "Who said it?", advice: "Choose somebody from the list, or write the name of somebody else.")
            }
            try await context.bench.edit(castOf: id, edit, expecting: expecting, by: context.visitor)
            return Response.seeOther(ReadMeeting(open).moment(number).href)
        }
    }

    private func utterance(in context: ServerContext, count: Int) throws -> Int {
        guard let number = context.parameters.get("number", as: Int.self), (0..<count).contains(number) else { throw PageError.notFound }
        return number
    }
}
