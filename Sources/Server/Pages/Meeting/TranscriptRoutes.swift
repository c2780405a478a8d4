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
            let read = ReadMeeting(open, mayChange: try context.visitor.may(.change))
            return Response.html(pages(context).render(read.piece(from: query.number("from") ?? 0, filter: filter(query))))
        }
        router.get("/meetings/:id/utterances/:number") { request, context in
            let open = try await opened.open(try meeting(in: context), context)
            guard try context.visitor.may(.change) else {
                throw PageError(status: 403, title: "Not allowed", advice: "Words and speakers are corrected by those who may change meetings. Ask an administrator of this workspace.")
            }
            let read = ReadMeeting(open)
            let number = try utterance(in: context, count: read.conversation.utterances.count)
            let form = utteranceForm(number, of: open)
            return answer(request, context, page: { UtterancePage(meetingTitle: read.title, form: form) }, piece: { form })
        }
        router.post("/meetings/:id/utterances/:number/words") { request, context in
            let id = try meeting(in: context)
            let form = try await FormFields.body(of: request, context: context)
            let open = try await opened.open(id, context)
            let number = try utterance(in: context, count: open.summary.utterances)
            guard let expecting = form.number("transcript") else { throw PageError.plain(400) }
            let text = form.raw("text") ?? ""
            do {
                try await context.bench.correctWords(of: id, [number: text], expecting: expecting, by: context.visitor)
            } catch StoreError.conflict(.transcript) {
                // The same form again, with what was typed beside what is there by now.
                let now = try await opened.open(id, context)
                let number = try utterance(in: context, count: now.summary.utterances)
                var again = utteranceForm(number, of: now)
                again.problem = "Somebody corrected the words of this meeting while you were writing. Your text is kept below; compare it with what is there now and save again."
                again.current = again.text
                again.text = text
                return Response.html(pages(context).render(UtterancePage(meetingTitle: ReadMeeting(now).title, form: again)), status: .conflict)
            }
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

    private func utteranceForm(_ number: Int, of open: OpenMeeting) -> UtteranceForm {
        let read = ReadMeeting(open)
        let speaker = read.conversation.utterances[number].participant
        return UtteranceForm(
            moment: read.moment(number), text: read.conversation.utterances[number].text,
            participants: read.conversation.participants.enumerated().map { index, person in
                Choice(value: "\(person.id)", label: "\(person.name) (\(SideLabel(side: person.side).word.lowercased()))", isSelected: index == speaker)
            },
            transcriptVersion: open.summary.transcriptVersion, castVersion: open.summary.castVersion
        )
    }

    private func utterance(in context: ServerContext, count: Int) throws -> Int {
        guard let number = context.parameters.get("number", as: Int.self), (0..<count).contains(number) else { throw PageError.notFound }
        return number
    }
}
