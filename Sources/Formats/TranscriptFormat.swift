/// The kinds of transcript file that are read. Recognised by what is in the file, never by its name.
public enum TranscriptFormat: String, Hashable, Sendable, Codable, CaseIterable {
    /// WebVTT as the W3C specifies it, with or without voice spans.
    case webVTT = "webvtt"
    /// SubRip subtitles, and files with arrows that lack the WebVTT heading.
    case srt
    /// WebVTT with `Name: text` in the cue, as Zoom writes it.
    case zoomVTT = "zoom-vtt"
    /// WebVTT with voice spans and cue ids that begin with a GUID, as Microsoft Teams writes it.
    case teamsVTT = "teams-vtt"
    /// The text or Markdown download of a Google Meet transcript document.
    case googleMeet = "google-meet"
    /// Otter's text export: a line with name and time, then the words.
    case otter
    /// `Name: text`, with or without times.
    case plainText = "plain-text"
    /// JSON of OpenAI's Whisper, faster-whisper or whisper.cpp, without speakers.
    case whisper
    /// JSON of WhisperX, or Whisper segments that carry speakers.
    case whisperX = "whisperx"
    /// JSON of Gong's call-transcript interface.
    case gong
    /// Our own lines of JSON; docs/formats.md gives the schema.
    case covalenceJSONL = "covalence-jsonl"

    /// The name to show.
    public var name: String {
        switch self {
        case .webVTT: "WebVTT"
        case .srt: "SRT subtitles"
        case .zoomVTT: "Zoom transcript (WebVTT)"
        case .teamsVTT: "Microsoft Teams transcript (WebVTT)"
        case .googleMeet: "Google Meet transcript"
        case .otter: "Otter text export"
        case .plainText: "plain text"
        case .whisper: "Whisper JSON"
        case .whisperX: "WhisperX JSON"
        case .gong: "Gong call transcript"
        case .covalenceJSONL: "Covalence JSONL"
        }
    }
}
