/// Files that are not text, told by their first bytes, so that the message can say what was dropped.
struct BinaryKind {
    var what: String
    var advice: String

    init?(_ bytes: [UInt8]) {
        let exportAsText = "Export the transcript as text (.vtt, .srt or .txt) and choose that file."
        let recording = "Choose the transcript here; the recording is added to the meeting afterwards."
        if bytes.has("%PDF", at: 0) {
            (what, advice) = ("a PDF document", exportAsText)
        } else if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            (what, advice) = ("a Word document or another zipped file", exportAsText)
        } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            (what, advice) = ("an old Office document", exportAsText)
        } else if bytes.has("{\\rtf", at: 0) {
            (what, advice) = ("a rich-text document (RTF)", exportAsText)
        } else if bytes.has("ID3", at: 0) || (bytes.count > 1 && bytes[0] == 0xFF && [0xFB, 0xF3, 0xF2].contains(bytes[1])) {
            (what, advice) = ("an MP3 recording", recording)
        } else if bytes.has("RIFF", at: 0) || bytes.has("OggS", at: 0) || bytes.has("fLaC", at: 0) || bytes.has("ftyp", at: 4) {
            (what, advice) = ("a recording", recording)
        } else if bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            (what, advice) = ("a WebM or Matroska recording", recording)
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) || bytes.starts(with: [0xFF, 0xD8, 0xFF]) || bytes.has("GIF8", at: 0) {
            (what, advice) = ("a picture", exportAsText)
        } else if bytes.starts(with: [0x1F, 0x8B]) {
            (what, advice) = ("a gzip archive", "Unpack it first.")
        } else {
            return nil
        }
    }

    func error(_ file: String?) -> TranscriptFileError {
        TranscriptFileError(kind: .binary, file: file, reason: "This is \(what), not a transcript as text.", advice: advice)
    }

    /// Refuses what has hardly any words or many control characters ‡: more than one in twenty of the first 64 KB.
    static func checkIsText(_ bytes: [UInt8], _ file: String?) throws(TranscriptFileError) {
        guard bytes.contains(where: { $0 > 0x20 }) else {
            throw TranscriptFileError(
                kind: .empty, file: file, reason: bytes.isEmpty ? "The file is empty." : "The file holds nothing but white space.",
                advice: "Export the transcript again, or choose another file."
            )
        }
        let head = bytes.prefix(65_536)
        let control = head.count { ($0 < 0x20 && !(0x09...0x0D).contains($0)) || $0 == 0x7F }
        guard control >= 3, control * 20 > head.count else { return }
        throw TranscriptFileError(
            kind: .binary, file: file, reason: "This is not text: \(control) of its first \(head.count) bytes are control characters.",
            advice: TranscriptFileError.formatsRead
        )
    }
}
