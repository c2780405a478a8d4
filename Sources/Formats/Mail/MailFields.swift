import CGMime
import Covalence

/// The header fields of a message as values.
struct MailFields {
    private let message: UnsafeMutableRawPointer
    private let limits: MailLimits
    private let problems: MailProblems
    /// Name in lower case and raw value, in order.
    private var fields: [(name: String, value: [UInt8])] = []

    init(_ message: UnsafeMutableRawPointer, _ limits: MailLimits, _ problems: MailProblems) {
        (self.message, self.limits, self.problems) = (message, limits, problems)
        for index in 0..<min(covalence_mail_header_count(message), 10_000) {
            var name: UnsafePointer<CChar>?
            var value: UnsafePointer<CChar>?
            covalence_mail_header(message, index, &name, &value)
            guard let name, let value else { continue }
            fields.append((String(cString: name).lowercased(), GMimeReading.bytes(value, limit: limits.maxHeaderBytes)))
        }
    }

    func fill(_ result: inout MailMessage) {
        result.messageID = ids("message-id").first
        result.inReplyTo = ids("in-reply-to").first
        result.references = Array(ids("references").suffix(limits.maxReferences))
        result.date = date()
        result.from = parties("From", GMIME_ADDRESS_TYPE_FROM)
        result.sender = parties("Sender", GMIME_ADDRESS_TYPE_SENDER).first
        result.to = parties("To", GMIME_ADDRESS_TYPE_TO)
        result.cc = parties("Cc", GMIME_ADDRESS_TYPE_CC)
        result.replyTo = parties("Reply-To", GMIME_ADDRESS_TYPE_REPLY_TO)
        result.subject = GMimeReading.line(covalence_mail_subject(message), limit: limits.maxSubjectScalars)
        result.isAutomatic = isAutomatic
        for name in ["From", "Date", "Subject", "Message-ID"] {
            let count = fields.count { $0.name == name.lowercased() }
            if count > 1 { problems.add("The message has \(count) header fields “\(name)”.") }
        }
        if result.from.isEmpty { problems.add("The message does not say who wrote it.") }
    }

    private func value(_ name: String) -> [UInt8]? { fields.first { $0.name == name }?.value }

    private func word(_ name: String) -> String? {
        value(name).flatMap { TextCleaning.label($0, limit: 200) }?.lowercased()
    }

    /// RFC 3834, 5 (Auto-Submitted), RFC 2919 (List-Id); Precedence is older than any standard and still used.
    private var isAutomatic: Bool {
        if let submitted = word("auto-submitted"), submitted != "no", !submitted.hasPrefix("no;"), !submitted.hasPrefix("no ") { return true }
        if let precedence = word("precedence"), ["bulk", "list", "junk"].contains(precedence) { return true }
        return value("list-id") != nil
    }

    private func date() -> Timestamp? {
        guard value("date") != nil else {
            problems.add("The message has no date.")
            return nil
        }
        var seconds: Int64 = 0
        guard covalence_mail_date(message, &seconds) != 0 else {
            problems.add("The date cannot be read.")
            return nil
        }
        // No mail is older than 1971; the end of the year 2100 is far enough ‡.
        guard seconds >= 31_536_000, seconds < 4_133_980_800 else {
            problems.add("The date is before 1971 or after 2100; it was left out.")
            return nil
        }
        return Timestamp(milliseconds: seconds * 1000)
    }

    /// What stands between angle brackets; where there are none, words with an @.
    private func ids(_ name: String) -> [String] {
        guard let value = value(name) else { return [] }
        var result: [String] = []
        if value.contains(0x3C) {
            for piece in value.split(separator: 0x3C).dropFirst(value.first == 0x3C ? 0 : 1) {
                guard let end = piece.firstIndex(of: 0x3E) else { continue }
                append(piece[..<end].filter { $0 > 0x20 }, to: &result, name)
            }
        } else {
            for piece in value.split(whereSeparator: { $0 <= 0x20 || $0 == 0x2C }) where piece.contains(0x40) { append(Array(piece), to: &result, name) }
        }
        return result
    }

    private func append(_ raw: [UInt8], to result: inout [String], _ name: String) {
        guard !raw.isEmpty else { return }
        // Longer than a line may be (RFC 5322, 2.1.1).
        guard raw.count <= 998, let id = TextCleaning.label(raw, limit: 998), !id.contains(" ") else {
            return problems.add("An id in “\(name)” cannot be read; it was left out.")
        }
        result.append(id)
    }

    private func parties(_ field: String, _ type: GMimeAddressType) -> [MailParty] {
        var result: [MailParty] = []
        var rest = limits.maxParties
        collect(covalence_mail_addresses(message, type), field, depth: 0, &rest, &result)
        if rest < 0 { problems.add("“\(field)” names more than \(limits.maxParties) people; the rest was left out.") }
        let hasWords = fields.contains { $0.name == field.lowercased() && $0.value.contains { $0 > 0x20 } }
        let isGroup = fields.contains { $0.name == field.lowercased() && $0.value.contains(0x3A) && $0.value.contains(0x3B) }
        if result.isEmpty, hasWords, !isGroup { problems.add("“\(field)” holds no address that can be read.") }
        return result
    }

    private func collect(_ list: UnsafeMutableRawPointer?, _ field: String, depth: Int, _ rest: inout Int, _ result: inout [MailParty]) {
        guard let list, depth < 4 else { return }
        for index in 0..<covalence_mail_address_count(list) {
            guard rest >= 0 else { return }
            var name: UnsafePointer<CChar>?
            var address: UnsafePointer<CChar>?
            var members: UnsafeMutableRawPointer?
            covalence_mail_address(list, index, &name, &address, &members)
            if members != nil {
                collect(members, field, depth: depth + 1, &rest, &result)
                continue
            }
            rest -= 1
            guard rest >= 0 else { return }
            let raw = address.map { String(decoding: GMimeReading.bytes($0, limit: 1000), as: UTF8.self) } ?? ""
            if let party = MailParty(name: GMimeReading.line(name, limit: limits.maxNameScalars), address: raw) {
                result.append(party)
            } else {
                let shown = TextCleaning.label(Array(raw.utf8), limit: 80) ?? GMimeReading.line(name, limit: 80) ?? ""
                problems.add("“\(shown)” in “\(field)” is not an address; it was left out.")
            }
        }
    }
}
