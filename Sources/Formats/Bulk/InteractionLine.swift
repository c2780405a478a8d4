public import Covalence

/// One line of a bulk intake of interactions, as it was written: an object of JSON (docs/intake.md). What it says is checked for its form
/// here; whether accounts and people are there is looked up elsewhere.
public struct InteractionLine: Hashable, Sendable {
    /// Which system it comes from, and what it is called there.
    public var source = ""
    public var id = ""
    public var kind = Interaction.Kind.note
    public var title: String?
    public var started: Timestamp?
    public var ended: Timestamp?
    public var text: String?
    public var heardFrom: String?
    public var place: String?
    public var participants: [Interaction.Participation] = []
    /// Ids or domains of organisations, as written.
    public var accounts: [String] = []
    public var components: [Interaction.Component] = []
    /// Ids, in the same source, of what it answers.
    public var answers: [String] = []
    public var isCancelled = false
    /// Orders copies of the same id; 0 where it says none.
    public var revision: Int64 = 0

    /// The most bytes of a line ‡.
    public static let longest = 1_048_576
    /// The most characters of a text, participants, accounts, components ‡.
    public static let longestText = 100_000, mostParticipants = 200, mostAccounts = 100, mostComponents = 100, mostAnswers = 20

    /// Reads a line.
    ///
    /// - Throws: `InteractionLineProblem` with every member that is wrong, or the place where it is no JSON.
    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(InteractionLineProblem) {
        guard Self.isText(bytes, range) else { throw InteractionLineProblem("The line is not UTF-8. Write it as UTF-8.") }
        var reader = JSONReader(bytes, range)
        reader.keepsLineBreaks = true
        guard reader.kind() == .object else { throw InteractionLineProblem("The line is no object: it begins with “{” and holds one interaction.") }
        var faults: [InteractionLineProblem.Fault] = []
        do {
            try reader.object { (key, reader) throws(JSONFault) in
                let fault = key == "participants" ? try takeParticipants(&reader) : try take(key, &reader).map { .init($0, at: Self.pointer(to: key)) }
                if let fault, faults.count < 10 { faults.append(fault) }
            }
        } catch {
            let column = error.position - range.lowerBound + 1
            throw InteractionLineProblem(error.isTruncated ? "The line breaks off: \(error.reason)." : "At byte \(column), \(error.reason).")
        }
        guard reader.kind() == .end else { throw InteractionLineProblem("After the object the line goes on. Write one object a line.") }
        func isWrong(_ pointer: String) -> Bool { faults.contains { $0.pointer == pointer } }
        if source.isEmpty, !isWrong("/source") { faults.append(.init("“source” is missing: the name of the system it comes from.", at: "/source")) }
        if id.isEmpty, !isWrong("/id") { faults.append(.init("“id” is missing: what it is called in its source, by which it is told from others.", at: "/id")) }
        if !hasKind, !isWrong("/kind") { faults.append(.init("“kind” is missing: \(Self.kinds).", at: "/kind")) }
        if let ended, started.map({ ended < $0 }) ?? true, !isWrong("/started") {
            faults.append(.init("“ended” lies before “started”, or that is missing.", at: "/ended"))
        }
        if title == nil, text == nil { faults.append(.init("There is neither “title” nor “text”. Give one.")) }
        guard faults.isEmpty else { throw InteractionLineProblem(faults) }
    }

    /// Where a member stands († RFC 6901); what is very long is cut: it is what somebody sent.
    private static func pointer(to key: String) -> String { "/" + String(key.prefix(100)).replacing("~", with: "~0").replacing("/", with: "~1") }

    private var hasKind = false
    private static let kinds = Interaction.Kind.allCases.map(\.rawValue).joined(separator: ", ")

    /// Reads one member; a sentence where it is wrong.
    private mutating func take(_ key: String, _ reader: inout JSONReader) throws(JSONFault) -> String? {
        switch key {
        case "source":
            guard let text = try reader.string(), !text.isEmpty, text.utf8.count <= 100, !text.utf8.contains(where: { $0 == 0x3A || $0 == 0 }) else {
                return "“source” is a text of 1 to 100 bytes without a colon."
            }
            source = text
        case "id":
            guard let text = try reader.identifier(), !text.isEmpty, text.utf8.count <= 500, !text.utf8.contains(0) else { return "“id” is a text of 1 to 500 bytes, or a number." }
            id = text
        case "kind":
            guard let text = try reader.string(), let known = Interaction.Kind(rawValue: text) else { return "“kind” is one of \(Self.kinds)." }
            kind = known
            hasKind = true
        case "title": return try Self.take(&title, key, 2_000, &reader)
        case "text": return try Self.take(&text, key, Self.longestText * 4, &reader)
        case "heardFrom": return try Self.take(&heardFrom, key, 2_000, &reader)
        case "place": return try Self.take(&place, key, 2_000, &reader)
        case "started": return try Self.take(&started, key, &reader)
        case "ended": return try Self.take(&ended, key, &reader)
        case "accounts": return try Self.take(&accounts, key, most: Self.mostAccounts, longest: 300, &reader)
        case "answers": return try Self.take(&answers, key, most: Self.mostAnswers, longest: 500, &reader)
        case "components": return try takeComponents(&reader)
        case "cancelled":
            guard let flag = try reader.flag() else { return "“cancelled” is true or false." }
            isCancelled = flag
        case "revision":
            guard let number = try reader.number(), number >= 0, number <= 9e15, number == number.rounded() else {
                return "“revision” is a whole number, 0 or more: a newer copy has a larger one."
            }
            revision = Int64(number)
        default:
            try reader.skip()
            return "“\(String(key.unicodeScalars.prefix(40)))” is not known. docs/intake.md lists what a line may say."
        }
        return nil
    }

    private static func take(_ value: inout String?, _ key: String, _ longest: Int, _ reader: inout JSONReader) throws(JSONFault) -> String? {
        if try reader.null() { return nil }
        guard let text = try reader.string() else { return "“\(key)” is a text." }
        guard text.utf8.count <= longest, longest <= 2_000 || text.utf8.count <= longestText || text.count <= longestText else {
            return "“\(key)” is longer than \(longest <= 2_000 ? "\(longest) bytes" : "\(longestText) characters"). Shorten it."
        }
        value = text
        return nil
    }

    private static func take(_ value: inout Timestamp?, _ key: String, _ reader: inout JSONReader) throws(JSONFault) -> String? {
        if try reader.null() { return nil }
        guard let text = try reader.string(), text.utf8.count <= 40, let time = Timestamp(iso8601: text) else {
            return "“\(key)” is a time with its zone, such as 2026-03-04T09:30:00Z or 2026-03-04T11:30:00+02:00."
        }
        value = time
        return nil
    }

    private static func take(_ list: inout [String], _ key: String, most: Int, longest: Int, _ reader: inout JSONReader) throws(JSONFault) -> String? {
        guard reader.kind() == .array else {
            try reader.skip()
            return "“\(key)” is a list of texts."
        }
        var found: [String] = []
        var isWrong = false
        try reader.array { (reader) throws(JSONFault) in
            guard let text = try reader.identifier(), !text.isEmpty, text.utf8.count <= longest, found.count < most else {
                isWrong = true
                return
            }
            found.append(text)
        }
        list = found
        return isWrong ? "“\(key)” is a list of at most \(most) texts of 1 to \(longest) bytes." : nil
    }

    private mutating func takeParticipants(_ reader: inout JSONReader) throws(JSONFault) -> InteractionLineProblem.Fault? {
        let shape = "“participants” is a list of objects with “part”, “name” and “address”."
        guard reader.kind() == .array else {
            try reader.skip()
            return .init(shape, at: "/participants")
        }
        var found: [Interaction.Participation] = []
        var fault: InteractionLineProblem.Fault?
        var place = -1
        try reader.array { (reader) throws(JSONFault) in
            place += 1
            let here = "/participants/\(place)"
            guard reader.kind() == .object else {
                try reader.skip()
                fault = fault ?? .init(shape, at: here)
                return
            }
            var part = Interaction.Participation.Part.attendee
            var name: String?, address: String?
            var wrong: InteractionLineProblem.Fault?
            try reader.object { (key, reader) throws(JSONFault) in
                switch key {
                case "part":
                    if let text = try reader.string(), let known = Interaction.Participation.Part(rawValue: text) { part = known } else {
                        wrong = .init("“part” of a participant is one of \(Interaction.Participation.Part.allCases.map(\.rawValue).joined(separator: ", ")).", at: here + "/part")
                    }
                case "name":
                    name = try reader.string()
                    if (name?.utf8.count ?? 0) > 2_000 { wrong = .init("“name” of a participant is longer than 2000 bytes.", at: here + "/name") }
                case "address":
                    guard let text = try reader.string(), !text.isEmpty else { return }
                    address = MailParty.validated(text)
                    if address == nil { wrong = .init("“address” of a participant is no mail address.", at: here + "/address") }
                default:
                    try reader.skip()
                    wrong = .init("“\(String(key.unicodeScalars.prefix(40)))” of a participant is not known: “part”, “name” and “address” are.", at: here + Self.pointer(to: key))
                }
            }
            if wrong == nil, name == nil, address == nil { wrong = .init("A participant has neither “name” nor “address”.", at: here) }
            if found.count == Self.mostParticipants { wrong = .init("There are more than \(Self.mostParticipants) participants.", at: "/participants") }
            if let wrong { fault = fault ?? wrong } else { found.append(.init(part, name: name, address: address)) }
        }
        participants = found
        return fault
    }

    private mutating func takeComponents(_ reader: inout JSONReader) throws(JSONFault) -> String? {
        let sentence = "“components” is a list of at most \(Self.mostComponents) objects with “kind” (\(Interaction.Component.Kind.allCases.map(\.rawValue).joined(separator: ", "))) and “name”."
        guard reader.kind() == .array else {
            try reader.skip()
            return sentence
        }
        var found: [Interaction.Component] = []
        var isWrong = false
        try reader.array { (reader) throws(JSONFault) in
            var kind: Interaction.Component.Kind?
            var name: String?
            try reader.object { (key, reader) throws(JSONFault) in
                switch key {
                case "kind": kind = try reader.string().flatMap(Interaction.Component.Kind.init(rawValue:))
                case "name": name = try reader.string()
                default:
                    try reader.skip()
                    isWrong = true
                }
            }
            guard let kind, let name, !name.isEmpty, name.utf8.count <= 2_000, found.count < Self.mostComponents else {
                isWrong = true
                return
            }
            found.append(.init(kind, name))
        }
        components = found
        return isWrong ? sentence : nil
    }

    private static func isText(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        bytes.withUnsafeBufferPointer { all in
            let line = UnsafeBufferPointer(rebasing: all[range])
            return line.allSatisfy { $0 < 0x80 } || String(validating: line, as: UTF8.self) != nil
        }
    }
}

/// What is wrong with a line, a sentence for each thing.
public struct InteractionLineProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// One thing that is wrong, and where.
    public struct Fault: Hashable, Sendable, Encodable {
        /// The field († RFC 6901); nil where it is the line, or no single field of it.
        public var pointer: String?
        /// The field in words, what is wrong with it and what to do.
        public var detail: String

        /// Something about a field, or about the whole line.
        public init(_ detail: String, at pointer: String? = nil) {
            self.pointer = pointer
            self.detail = detail
        }
    }

    /// What is wrong, in the order in which it was found.
    public var faults: [Fault]

    /// Several things.
    public init(_ faults: [Fault]) { self.faults = faults }
    /// One thing about the whole line.
    public init(_ sentence: String) { faults = [Fault(sentence)] }

    /// All of them in sentences.
    public var description: String { faults.map(\.detail).joined(separator: " ") }
}

extension JSONReader {
    /// `true` or `false`; nil, and the value passed over, where it is something else.
    mutating func flag() throws(JSONFault) -> Bool? {
        guard kind() == .word else {
            try skip()
            return nil
        }
        let start = position
        try skip()
        switch String(decoding: bytes[start..<position], as: UTF8.self) {
        case "true": return true
        case "false": return false
        default: return nil
        }
    }

    /// Whether `null` stands next, which is passed over then.
    mutating func null() throws(JSONFault) -> Bool {
        guard kind() == .word, bytes[position...].starts(with: [0x6E, 0x75, 0x6C, 0x6C]) else { return false }
        try skip()
        return true
    }
}
