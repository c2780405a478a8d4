import Covalence
import Foundation
import Store

/// Unbuffered: what was acknowledged before the kill must have been heard.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

/// Five writers of one workspace, each with another kind of change, without end. Another process may do the same.
struct SideBySide {
    let store: any RecordStore
    let workspace: any WorkspaceStore

    func write() async throws {
        let organization = Organization(id: .make(at: Timestamp(Date())), name: "Halden", kind: .customer)
        try await workspace.add(organization, holders: AccountHolders(), at: Timestamp(Date()))
        let account = organization.id
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await again { try await addMeeting() } }
            group.addTask { try await again { try await addMeeting() } }
            group.addTask { try await again { try await stateSomething(about: account) } }
            group.addTask { try await again { try await takeGroup(for: account) } }
            group.addTask { try await again { try await doJob() } }
            try await group.waitForAll()
        }
    }

    /// Whoever waits for another too long tries again; nothing was changed then.
    private func again(_ write: () async throws -> Void) async throws {
        while true {
            do { try await write() } catch StoreError.locked { continue }
        }
    }

    /// A meeting with its words, its file and twenty findings, of which one is confirmed.
    private func addMeeting() async throws {
        let now = Timestamp(Date())
        let meeting = Identifier<Meeting>.make(at: now)
        let transcript = Transcript(
            id: .make(at: now), language: "en", speakers: ["A", "B"],
            utterances: (0..<120).map { Utterance(speaker: $0 % 2, time: TimeSpan(start: $0 * 1000, end: $0 * 1000 + 900), text: "crash word\($0) of \(meeting)") }
        )
        let content = Data("original of \(meeting)".utf8)
        let hash = try store.files.store(content)
        let file = StoredFile(hash: hash, bytes: content.count, mediaType: "text/plain", name: "a.txt", receivedAt: now)
        let item = IntakeItem(id: .make(at: now), file: file)
        try await workspace.receive(item)
        say("received \(item.id)")
        let claims = (0..<20).map { index in
            Claim(
                id: .make(at: now), kind: "meeting.benefit", subject: .meeting(meeting), author: .engine("e/1"), recordedAt: now,
                evidence: [Evidence(.words(Evidence.Words(transcript: transcript.id, range: index..<index + 5)))]
            )
        }
        try await workspace.add(NewMeeting(
            Meeting(id: meeting, title: "Crash", recordedAt: now),
            transcript: NewTranscript(transcript, words: 480, author: .imported("crash"), madeAt: now),
            cast: Cast(labels: ["A", "B"]) { .make(at: now) }, castAuthor: .engine("e/1"), claims: claims, original: file, intake: item.id
        ))
        say("added \(meeting)")
        try await workspace.decide(
            Decision(claim: claims[0].id, standing: .confirmed, author: .person("P"), at: now), expecting: .suggested
        )
        say("decided \(meeting)")
    }

    /// A note, and a claim about the account that rests on it and takes the place of none.
    private func stateSomething(about account: Identifier<Organization>) async throws {
        let now = Timestamp(Date())
        let note = Interaction(id: .make(at: now), kind: .note, title: "Note", recordedAt: now, text: "They grow.")
        _ = try await workspace.add([NewInteraction(note, accounts: [account])], at: now)
        say("noted \(note.id)")
        let claim = Claim(
            id: .make(at: now), kind: "organization.growth", subject: .organization(account), value: "yes", author: .person("P"), recordedAt: now,
            evidence: [Evidence(.interaction(note.id)), Evidence(.interaction(note.id), basis: .reported)]
        )
        try await workspace.add([claim], decisions: [])
        say("claimed \(claim.id)")
    }

    /// Seventy calls at once; the title of each names the group.
    private func takeGroup(for account: Identifier<Organization>) async throws {
        let now = Timestamp(Date())
        let group = UUID().uuidString
        let lines = (0..<70).map { number in
            BulkInteraction(
                Interaction(
                    id: .make(at: now), kind: .call, title: "Call \(group)", startedAt: now, recordedAt: now, text: "About the pump.",
                    sourceID: "\(group) \(number)", participants: [.init(.from, name: "Paula", address: "paula@halden.example")]
                ),
                accounts: [account], revision: 0, digest: Data("\(number)".utf8)
            )
        }
        _ = try await workspace.take(lines, broughtInBy: nil)
        say("taken \(group)")
    }

    /// A job whose effect, a meeting that names it, and whose end are one change.
    private func doJob() async throws {
        let now = Timestamp(Date())
        let job = NewJob(Job.Kind("crash.effect"), at: now)
        try await workspace.enqueue([job])
        say("queued \(job.id)")
        guard let begun = try await workspace.begin(job.id, node: "doomed", until: now.advanced(by: 30_000), at: now) else { return }
        var meeting = NewMeeting(
            Meeting(id: .make(at: now), title: "Job \(job.id)", recordedAt: now),
            transcript: NewTranscript(
                Transcript(id: .make(at: now), language: "en", speakers: ["A"], utterances: [Utterance(speaker: 0, time: nil, text: "done")]),
                words: 1, author: .imported("crash"), madeAt: now
            ),
            cast: Cast(labels: ["A"]) { .make(at: now) }, castAuthor: .engine("e/1")
        )
        meeting.step = JobStep(begun.held, isLast: true, at: now)
        try await workspace.add(meeting)
        say("finished \(job.id)")
    }
}
