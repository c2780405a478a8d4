import CGMime
import Covalence

/// Runs the parser over one message and takes the values out of it. The parser's objects live only within `read`.
enum GMimeReading {
    /// Set up once for the whole program; later uses only look at it.
    static let isReady: Bool = {
        g_mime_init()
        return true
    }()

    static func read(_ bytes: UnsafeMutableBufferPointer<UInt8>, _ limits: MailLimits, _ problems: MailProblems) -> MailMessage {
        var result = MailMessage()
        guard isReady, let base = bytes.baseAddress, bytes.count > 0 else { return result }
        let heard = Unmanaged.passUnretained(problems).toOpaque()
        var listener = covalence_mail_listener(call: { offset, code, item, user in
            guard let user else { return }
            let problems = Unmanaged<MailProblems>.fromOpaque(user).takeUnretainedValue()
            let value = item.flatMap { TextCleaning.label(GMimeReading.bytes($0, limit: 200), limit: 80) }
            // Fields the mail carries for the ways of its delivery are often broken and not used here.
            if let sentence = MailProblems.sentence(code: Int(code), item: value, offset: offset) { problems.add(sentence) }
        }, user: heard)
        withUnsafeMutablePointer(to: &listener) { listener in
            let options = covalence_mail_options(listener)
            defer { g_mime_parser_options_free(options) }
            var stream: UnsafeMutableRawPointer?
            var array: UnsafeMutablePointer<GByteArray>?
            let message = covalence_mail_parse(base, UInt32(bytes.count), options, &stream, &array)
            defer { covalence_mail_free(message, stream, array) }
            guard let message else { return problems.add("The message cannot be read.") }
            MailFields(message, limits, problems).fill(&result)
            if let root = covalence_mail_root(message) {
                var parts = MailParts(limits, problems)
                let found = parts.text(of: root)
                result.attachments = parts.attachments
                result.text = found.text
                if result.text.unicodeScalars.count > limits.maxTextScalars {
                    result.text = String(String.UnicodeScalarView(result.text.unicodeScalars.prefix(limits.maxTextScalars)))
                    problems.add("The text has more than \(limits.maxTextScalars) characters; the rest was left out.")
                }
                result.ownText = QuotedHistory.ownWords(of: result.text)
            } else {
                problems.add("The message has no content.")
            }
        }
        result.problems = problems.all
        return result
    }

    /// The bytes of a C string, at most `limit`.
    static func bytes(_ text: UnsafePointer<CChar>, limit: Int) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < limit, text[index] != 0 {
            result.append(UInt8(bitPattern: text[index]))
            index += 1
        }
        return result
    }

    /// A line out of a C string, cleaned; nil where nothing is left.
    static func line(_ text: UnsafePointer<CChar>?, limit: Int) -> String? {
        text.flatMap { TextCleaning.label(bytes($0, limit: limit * 8), limit: limit) }
    }
}
