import Covalence

/// The lines of a conversation that is not complete yet, one after the other in one buffer.
struct WaitingLines {
    private struct Entry {
        var start: Int
        var end: Int
        var line: TagLine
        /// Where its members begin and end in `members`; kept only where one is to be replaced.
        var members: Range<Int>
    }

    private var bytes = ContiguousArray<UInt8>()
    private var entries = ContiguousArray<Entry>()
    private var members = ContiguousArray<TagLine.Member>()
    /// The value that names the conversation, and its kind.
    private var conversation = ContiguousArray<UInt8>()
    private var conversationKind = TagLine.Field.Kind.missing

    var count: Int { entries.count }
    var byteCount: Int { bytes.count }

    func isSameConversation(_ field: TagLine.Field, in line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard field.kind == conversationKind else { return false }
        guard field.kind == .string || field.kind == .number else { return true }
        return conversation.elementsEqual(line[field.start..<field.end])
    }

    mutating func append(_ line: UnsafeBufferPointer<UInt8>, _ found: TagLine, members all: ContiguousArray<TagLine.Member>) {
        if entries.isEmpty {
            conversationKind = found.conversation.kind
            conversation.removeAll(keepingCapacity: true)
            conversation.append(contentsOf: line[found.conversation.start..<found.conversation.end])
        }
        let start = bytes.count
        bytes.append(contentsOf: line)
        let firstMember = members.count
        if found.replaces { members.append(contentsOf: all) }
        entries.append(Entry(start: start, end: bytes.count, line: found, members: firstMember..<members.count))
    }

    func withLine(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>, TagLine) -> Void) {
        let entry = entries[index]
        bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[entry.start..<entry.end]), entry.line) }
    }

    /// Appends line `index` with its act to the output.
    func write(_ index: Int, act: TaggedAct, to output: inout [UInt8]) {
        let entry = entries[index]
        bytes.withUnsafeBufferPointer { bytes in
            if entry.line.replaces {
                output.append(UInt8(ascii: "{"))
                for member in members[entry.members] where !member.replaced {
                    output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[entry.start + member.start..<entry.start + member.end]))
                    output.append(UInt8(ascii: ","))
                }
            } else {
                var end = entry.start + entry.line.close
                while end > entry.start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 || bytes[end - 1] == 0x0d { end -= 1 }
                output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[entry.start..<end]))
                output.append(UInt8(ascii: ","))
            }
        }
        append(act, to: &output)
    }

    private func append(_ act: TaggedAct, to output: inout [UInt8]) {
        func add(_ text: StaticString) {
            output.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        }
        switch act.act {
        case .statement: add(#""act":"S","#)
        case .question: add(#""act":"Q","#)
        case .backchannel: add(#""act":"B","#)
        case .disruption: add(#""act":"D","#)
        case .floor: add(#""act":"F","#)
        }
        switch act.question {
        case nil: add("\"question\":null}\n")
        case .yesNo: add("\"question\":\"yes-no\"}\n")
        case .wh: add("\"question\":\"wh\"}\n")
        case .open: add("\"question\":\"open\"}\n")
        case .eitherOr: add("\"question\":\"either-or\"}\n")
        case .rhetorical: add("\"question\":\"rhetorical\"}\n")
        }
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        members.removeAll(keepingCapacity: true)
    }

    /// Forgets the first lines, not the conversation.
    mutating func removeFirst(_ count: Int) {
        guard count > 0 else { return }
        let from = count < entries.count ? entries[count].start : bytes.count
        let fromMember = count < entries.count ? entries[count].members.lowerBound : members.count
        entries.removeFirst(count)
        bytes.removeFirst(from)
        members.removeFirst(fromMember)
        for index in entries.indices {
            entries[index].start -= from
            entries[index].end -= from
            let range = entries[index].members
            entries[index].members = range.lowerBound - fromMember..<range.upperBound - fromMember
        }
    }
}
