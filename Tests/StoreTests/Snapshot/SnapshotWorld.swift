import Covalence
import Foundation
@testable import Store
import Synchronization
import Testing

/// Bytes of a snapshot in memory.
final class Tape: Sendable {
    private let content = Mutex<[UInt8]>([])
    private let position = Mutex(0)

    init(_ bytes: [UInt8] = []) { content.withLock { $0 = bytes } }

    var bytes: [UInt8] { content.withLock { $0 } }
    var sink: SnapshotSink { SnapshotSink { bytes in self.content.withLock { $0 += bytes } } }
    /// Reads from the beginning, in pieces that do not fit chunks.
    var source: SnapshotSource {
        position.withLock { $0 = 0 }
        return SnapshotSource { most in
            self.position.withLock { position in
                let all = self.bytes
                let part = Array(all[position..<min(all.count, position + min(most, 1000))])
                position += part.count
                return part
            }
        }
    }
}

extension Room {
    /// A folder in this one.
    func place(_ name: String) -> URL { folder.appendingPathComponent(name) }

    /// Every name below a folder.
    func names(below url: URL) -> [String] { (FileManager.default.enumerator(atPath: url.path)?.allObjects as? [String] ?? []).sorted() }
}

/// A store with something of everything: accounts, people, two versions of words, claims, files, members who may sign in, erasures, merges,
/// and an audit log with a seal.
struct SnapshotWorld: Sendable {
    let room: Room
    let place: StorePlace
    var folder: URL { place.folder }
    let workspace = Identifier<Workspace>.make(at: .base)
    let meeting: Identifier<Meeting>
    let recording: ContentHash
    let erased: Identifier<Meeting>

    /// - Parameter place: where it is made; nil for a folder.
    init(in room: Room, folder name: String = "from", at place: StorePlace? = nil) async throws {
        self.room = room
        let place = place ?? .folder(room.place(name))
        self.place = place
        let record = WorkspaceRecord(id: workspace, name: "Team Süd", createdAt: .base, settings: #"{"a":1}"#)
        (meeting, recording, erased) = try await SnapshotStores.with(place) { store, audit in
            try await store.createWorkspace(record)
            let handle = try await store.workspace(record.id)
            let made = try await Self.fill(handle, store)
            for number in 0..<5 { try await audit.append(auditEntry(at: .minutes(number), on: AuditThing(.meeting, made.0.uuid), in: record.id)) }
            _ = try await audit.seal(at: .minutes(100))
            try await audit.append(auditEntry("search.words", at: .minutes(101), in: record.id))
            return made
        }
    }

    private static func fill(_ handle: any WorkspaceStore, _ store: SQLRecordStore) async throws -> (Identifier<Meeting>, ContentHash, Identifier<Meeting>) {
        func file(_ text: String, _ kind: String) throws -> StoredFile {
            StoredFile(hash: try store.files.store(Data(text.utf8)), bytes: text.utf8.count, mediaType: kind, name: "\(kind).x", receivedAt: .base)
        }
        let member = newMember(role: .administrator), other = newMember("Anna", "anna@nordwind.example")
        try await handle.add(member, token: nil)
        try await handle.add(other, token: nil)
        try await handle.setCredentials(
            of: member.id, Credentials(password: "$scrypt$x", oneTimeCodeSecret: Data([1, 2, 3]), recoveryCodes: [hash(9)], changedAt: .base),
            endingSessions: false, keeping: nil
        )
        try await handle.add(newSession(1, of: member))
        try await handle.add(APIToken(
            id: .make(at: .base), hash: hash(7), beginning: "cvl_12345678", name: "Reporting", member: member.id, scopes: ["read"], madeAt: .base,
            expiresAt: .minutes(1000)
        ))
        try await handle.save(Team(id: .make(at: .base), name: "North", members: [.init(member.id, manages: true), .init(other.id)]))
        let halden = try await handle.add(newOrganization("Halden", domains: ["halden.example"]), holders: AccountHolders(members: [member.id]), at: .base)
        let paula = try await handle.add(newPerson("Paula", at: halden.id, mail: "paula@halden.example"), by: member.id, at: .base)

        var new = newMeeting(title: "Größe 🙂", lines: [("Anna", "What stops the plant?"), ("Ben", "The old pump, twice a week.")])
        new.recording = try file("RIFF sound", "audio/wav")
        new.original = try file("WEBVTT words", "text/vtt")
        new.accounts = [halden.id]
        new.cast.participants[1].person = paula.id
        new.claims = [suggestion("meeting.benefit", new, 0..<4, value: "faster")]
        try await handle.add(new)
        try await handle.add(newMeeting(title: "Second", at: .minutes(1)))
        var change = MeetingChange()
        change.transcript = TranscriptChange(NewTranscript(
            Transcript(id: .make(at: .base), language: "en", speakers: ["Anna", "Ben"], utterances: [
                Utterance(speaker: 0, time: TimeSpan(start: 0, end: 3500), text: "What stops the plant?"),
                Utterance(speaker: 1, time: TimeSpan(start: 4000, end: 7500), text: "The old valve, twice a week."),
            ]), words: 10, author: .person("Petra"), madeAt: .minutes(1)
        ), expecting: 1)
        _ = try await handle.apply(change, to: new.meeting.id)
        let about = Claim(
            id: .make(at: .base), kind: "person.role", subject: .person(paula.id), value: "buyer", author: .person("Petra"), statedBy: member.id, recordedAt: .base,
            evidence: [Evidence(.meeting(new.meeting.id))]
        )
        try await handle.add([about], decisions: [])
        _ = try await handle.decide(
            Decision(claim: about.id, standing: .confirmed, author: .person("Anna"), decidedBy: other.id, at: .minutes(1)), expecting: .suggested
        )
        let note = newInteraction("Quotation", text: "The quotation is late.", source: "m1", participants: [.init(.about, name: "Paula", person: paula.id)])
        _ = try await handle.add([NewInteraction(note, accounts: [halden.id], broughtInBy: member.id)], at: .base)
        let upload = try file("WEBVTT waiting", "text/vtt"), refused = try file("not wanted", "text/vtt")
        try await handle.receive(IntakeItem(id: .make(at: .base), file: upload, state: .received))
        var item = IntakeItem(id: .make(at: .base), file: refused, state: .received)
        try await handle.receive(item)
        item.state = .refused(reason: "no")
        try await handle.update(item, expecting: .received)
        let gone = try await handle.add(newMeeting(title: "Gone", at: .minutes(2))).id
        try await handle.erase(gone)
        return (new.meeting.id, try #require(new.recording).hash, gone)
    }

    /// A snapshot of the store as it is now.
    func snapshot(_ key: SnapshotKey? = nil, workspace: Identifier<Workspace>? = nil) async throws -> (Tape, SnapshotSummary) {
        let tape = Tape()
        let summary = try await SnapshotStores.with(place) { store, audit in
            try await SnapshotExport(store, audit: audit).write(to: tape.sink, workspace: workspace, key: key, madeBy: "0.1.0", at: .minutes(200))
        }
        return (tape, summary)
    }

    func digests(_ folder: URL? = nil, isMove: Bool = false) async throws -> [TableDigest] {
        try await SnapshotStores.with(folder.map { .folder($0) } ?? place) { try await SnapshotExport($0, audit: $1).digests(isMove: isMove) }
    }
}

/// That a call fails with an error of a snapshot of which this holds.
func expectSnapshotError(_ matches: (SnapshotError) -> Bool, _ body: () async throws -> Void) async {
    do {
        try await body()
        Issue.record("It was taken.")
    } catch let error as SnapshotError {
        #expect(matches(error), "\(error)")
    } catch {
        Issue.record("Another error: \(error)")
    }
}
