import Covalence
import Formats
import Foundation
import Store

extension Workbench {
    /// Originals larger than this are not read again for the addresses in them: it would make a click wait.
    private static let longestWait = 20_000_000

    /// What a cast that a person just said tells of the mail domains in the meeting's own file; empty where the file has none.
    /// Addresses are kept nowhere else.
    func domains(of meeting: Identifier<Meeting>, cast: Cast) async throws -> [RememberedDomain] {
        guard let original = try await store.files(of: meeting).first(where: { $0.role == .original })?.file,
              original.bytes <= Self.longestWait,
              // Only the formats in JSON have addresses.
              let first = try? records.files.read(original.hash, range: 0..<64),
              let sign = first.first(where: { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }),
              sign == UInt8(ascii: "{") || sign == UInt8(ascii: "["),
              let content = try? records.files.read(original.hash),
              let parsed = try? TranscriptReader().read(content, fileName: original.name)
        else { return [] }
        return Self.domains(in: parsed.speakerHints, cast: cast)
    }

    /// Each domain with the side and organisation on which all who write from it in this meeting agree.
    static func domains(in hints: [String: SpeakerHint], cast: Cast) -> [RememberedDomain] {
        let people = Dictionary(cast.participants.map { ($0.id, $0) }) { first, _ in first }
        var behind: [String: [Participant]] = [:]
        for (label, hint) in hints {
            guard let domain = hint.email.flatMap(SpeakerSuggester.domain), let person = cast.labels[label].flatMap({ people[$0] })
            else { continue }
            behind[domain, default: []].append(person)
        }
        return behind.sorted { $0.key < $1.key }.map { domain, people in
            let sides = Set(people.map(\.side)), organizations = Set(people.map(\.organization))
            return RememberedDomain(
                domain: domain, organization: organizations.count == 1 ? organizations.first ?? nil : nil,
                side: sides.count == 1 ? sides.first ?? nil : nil
            )
        }
    }
}
