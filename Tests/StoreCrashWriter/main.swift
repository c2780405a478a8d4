import Covalence
import Foundation
import Store

// Adds and changes meetings until it is killed, and prints each id once the store has acknowledged it. Used by CrashTests.
// Arguments: the store's folder, the workspace's id; with `audit` it writes audit entries, four side by side, and seals.

let arguments = CommandLine.arguments
guard arguments.count == 3 || arguments.count == 4 && arguments[3] == "audit", let id = Identifier<Workspace>(arguments[2]) else {
    print("usage: StoreCrashWriter FOLDER WORKSPACE [audit]")
    exit(64)
}
/// Unbuffered: what was acknowledged before the kill must have been heard.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
if arguments.count == 4 { try await writeAudit(URL(fileURLWithPath: arguments[1]), id) }
let store = try await SQLiteStore.open(URL(fileURLWithPath: arguments[1]))
let workspace = try await store.workspace(id)
while true {
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

func writeAudit(_ folder: URL, _ workspace: Identifier<Workspace>) async throws {
    let log = try await SQLAuditLog.open(folder: folder)
    try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
            group.addTask {
                while true {
                    let now = Timestamp(Date())
                    let entry = AuditEntry(workspace: workspace, at: now, actor: .system, action: "crash.test", origin: .program)
                    try await log.append(entry)
                    say("noted \(entry.id)")
                }
            }
        }
        group.addTask {
            while true {
                try await Task.sleep(for: .milliseconds(20))
                _ = try await log.seal(at: Timestamp(Date()))
            }
        }
        try await group.waitForAll()
    }
}
