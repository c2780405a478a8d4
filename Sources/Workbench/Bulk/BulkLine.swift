import Covalence
import Crypto
import Formats
import Foundation

/// A line of a bulk intake that was read.
struct BulkLine: Sendable {
    var number: Int
    var content: Content

    /// What its source calls it; nil where it could not be read.
    var sourceID: String? {
        guard case .good(let read, _) = content else { return nil }
        return "\(read.source):\(read.id)"
    }

    enum Content: Sendable {
        case good(InteractionLine, digest: Data)
        case bad([InteractionLineProblem.Fault])
    }

    /// Reads a line and cleans its text, as for what is added one by one.
    init(_ line: BulkLines.Line, in bytes: [UInt8]) {
        number = line.number
        guard let range = line.range else {
            content = .bad([.init("The line is longer than \(InteractionLine.longest) bytes. Shorten its text.")])
            return
        }
        do {
            var read = try InteractionLine(bytes, range)
            read.text = read.text.flatMap(Paragraphs.clean)
            read.title = read.title.flatMap(OneLine.cut)
            read.heardFrom = read.heardFrom.flatMap(OneLine.cut)
            read.place = read.place.flatMap(OneLine.cut)
            for index in read.participants.indices { read.participants[index].name = read.participants[index].name.flatMap(OneLine.cut) }
            read.participants.removeAll { $0.name == nil && $0.address == nil }
            read.components = read.components.compactMap { part in OneLine.cut(part.name).map { Interaction.Component(part.kind, $0) } }
            guard read.title != nil || read.text != nil else {
                content = .bad([.init("There is nothing to see in “title” and “text”. Write something.")])
                return
            }
            // Half of SHA-256 tells one line from another with the same id.
            content = .good(read, digest: bytes.withUnsafeBytes { Data(SHA256.hash(data: UnsafeRawBufferPointer(rebasing: $0[range])).prefix(16)) })
        } catch {
            content = .bad(error.faults)
        }
    }
}
