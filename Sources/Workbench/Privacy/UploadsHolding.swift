import Covalence
import Formats
import Foundation
import Store

extension Workbench {
    /// Uploads that wait to be read or decided on and hold a person: in what was given with them, or in their bytes. A mailbox is read
    /// mail by mail, for names are often written in another way in its bytes.
    func uploads(holding names: ErasedPersonNames) async throws -> Set<Identifier<IntakeItem>> {
        var found: Set<Identifier<IntakeItem>> = []
        for item in try await store.intake(in: [.received, .needsDecision]) {
            var said = [item.file.name, item.details]
            if case .needsDecision(let problems) = item.state { said.append(problems) }
            if try said.contains(where: names.isIn) || holds(names, in: item) { found.insert(item.id) }
        }
        return found
    }

    private func holds(_ names: ErasedPersonNames, in item: IntakeItem) throws -> Bool {
        guard let url = records.files.url(of: item.file.hash) else { return false }
        if try bytesHold(names, in: item.file.hash) { return true }
        switch InteractionIntake(kept: item.details)?.interactions {
        case .mail:
            guard let mail = try? MailFile.read(try records.files.read(item.file.hash)) else { return false }
            return names.isIn(Self.words(of: mail))
        case .mailbox:
            guard let reader = try? MailboxReader(contentsOf: url) else { return false }
            while let entry = try? reader.next() {
                if let mail = try? entry.result.get(), names.isIn(Self.words(of: mail)) { return true }
            }
            return false
        case .calendar, nil: return false
        }
    }

    /// Looks through a file piece by piece, each with the end of the one before, as UTF-8 or Windows-1252, and without zero bytes: UTF-16
    /// has one beside each letter.
    private func bytesHold(_ names: ErasedPersonNames, in hash: ContentHash) throws -> Bool {
        let forms = names.forms
        let needles = forms.map { Data($0.utf8) } + forms.compactMap { $0.data(using: .windowsCP1252) }
        var place = 0
        while true {
            let piece = try records.files.read(hash, range: place..<place + (1 << 20) + 4_096)
            guard !piece.isEmpty else { return false }
            let plain = piece.contains(0) ? piece.filter { $0 != 0 } : piece
            if needles.contains(where: { plain.range(of: $0) != nil }) {
                // Bytes of another set are no letters of UTF-8.
                let texts = [String(decoding: plain, as: UTF8.self), String(data: plain, encoding: .windowsCP1252)]
                if texts.compactMap({ $0 }).contains(where: names.isIn) { return true }
            }
            place += 1 << 20
        }
    }

    private static func words(of mail: MailMessage) -> String {
        let people = mail.from + mail.to + mail.cc + mail.replyTo + [mail.sender].compactMap { $0 }
        return (people.flatMap { [$0.name ?? "", $0.address] } + [mail.subject ?? "", mail.text]).joined(separator: "\n")
    }
}
