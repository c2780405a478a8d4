public import Covalence
public import Foundation
public import Language
public import MeetingInteraction

/// Reads a meeting: acts, marks of content, measures, findings. Holds the models and word lists; loaded once, shared by all.
public struct MeetingAnalyzer: Sendable {
    private let tagger: DialogueActTagger
    private let detector: LanguageDetector
    private let recognizers: [any ContentRecognizer]
    private let sides: LexiconRecognizer
    /// Reads the terms of a sale.
    let saleTerms: SaleTermsReader
    /// Reads by meaning; nil where the sentence encoder is not installed.
    public let meaning: MeaningDesk?

    /// - Parameters:
    ///   - tagger: reads acts in English.
    ///   - detector: tells the language where nobody said it.
    ///   - recognizers: read kinds of content; the first that reads a language is used.
    ///   - sides: the lexicon that hears who speaks as a seller and who as a customer.
    ///   - saleTerms: reads the terms of a sale: for how much, by when, how ready somebody is.
    ///   - meaning: reads by meaning; nil for words alone.
    public init(
        tagger: DialogueActTagger,
        detector: LanguageDetector,
        recognizers: [any ContentRecognizer],
        sides: LexiconRecognizer,
        saleTerms: SaleTermsReader,
        meaning: MeaningDesk? = nil
    ) {
        self.tagger = tagger
        self.detector = detector
        self.recognizers = recognizers
        self.sides = sides
        self.saleTerms = saleTerms
        self.meaning = meaning
    }

    /// The models and lexicons that come with the program.
    ///
    /// - Parameters:
    ///   - extensions: YAML files that add to the built-in lexicon; docs/lexicon.md has their form.
    ///   - meaning: makes what reads by meaning; nil for words alone.
    public static func bundled(
        extending extensions: [URL] = [], meaning: (DialogueActTagger) -> MeaningDesk? = { _ in nil }
    ) throws -> MeetingAnalyzer {
        var lexicon = try Lexicon.bundled("meeting-interaction.en")
        for file in extensions { lexicon = try lexicon.extended(by: try Lexicon(contentsOf: file)) }
        let tagger = try DialogueActTagger.bundled()
        return MeetingAnalyzer(
            tagger: tagger,
            detector: LanguageDetector(),
            recognizers: [try LexiconRecognizer(lexicon)],
            sides: try LexiconRecognizer(try Lexicon.bundled("speaker-sides.en")),
            saleTerms: try SaleTermsReader.bundled(),
            meaning: meaning(tagger)
        )
    }

    /// The language of a transcript, as detected from its words; nil where there is too little to tell.
    public func language(of transcript: Transcript) -> String? {
        var sample = ""
        for utterance in transcript.utterances.prefix(400) where sample.utf8.count < 20_000 {
            sample += utterance.text.prefix(500)
            sample += "\n"
        }
        return detector.detect(sample).value?.code
    }

    /// The acts of a transcript by utterance; nil where no tagger reads its language.
    public func acts(of transcript: Transcript) -> [TaggedAct]? {
        guard let language = transcript.language, reads(language) else { return nil }
        return tagger.tag(transcript.utterances.map { TaggerInput(speaker: $0.speaker ?? -1, text: $0.text) })
    }

    /// Marks that vote for a side of a label; empty where the language is not read.
    public func sideVotes(in transcript: Transcript) -> [ContentMark] {
        guard let language = transcript.language, sides.reads(language) else { return [] }
        let nobody = Cast(participants: [], labels: [:])
        return sides.marks(in: Conversation(transcript: transcript, cast: nobody), acts: nil)
    }

    /// Reads a meeting.
    ///
    /// - Parameters:
    ///   - transcript: the words; the language should be set.
    ///   - cast: who said what.
    ///   - acts: those kept with the words; read anew where nil.
    ///   - scores: what `scores(of:cast:)` made of these words; nil to read by words alone.
    ///   - decided: what people decided on findings.
    ///   - settings: the numbers of ours.
    public func analyze(
        _ transcript: Transcript,
        cast: Cast,
        acts known: [TaggedAct]? = nil,
        scores: MeaningScores? = nil,
        decided: [DecidedFinding] = [],
        settings: MeetingSettings = MeetingSettings()
    ) -> MeetingAnalysis {
        let acts = known ?? acts(of: transcript)
        let conversation = Conversation(transcript: transcript, cast: cast)
        let recognizer = transcript.language.flatMap { language in recognizers.first { $0.reads(language) } }
        var annotations = Annotations(
            acts: acts,
            marks: recognizer?.marks(in: conversation, acts: acts),
            engine: recognizer?.engine ?? "none"
        )
        if let scores, let words = annotations.marks {
            annotations.marks = MeaningMarks(scores).marks(confirming: words, in: conversation)
            annotations.engine = Self.joined(scores.engine, annotations.engine)
        }
        let reading = MeetingReading.read(conversation, annotations: annotations, decided: decided, settings: settings)
        return MeetingAnalysis(
            conversation: conversation,
            annotations: annotations,
            measures: ConversationMeasures(conversation, acts: acts, window: settings.windowMilliseconds),
            reading: reading
        )
    }

    /// Names the engine that reads a language, with its version, for claims and caches: `words-en/2`, or `meaning-en/1+words-en/2` where it is read by meaning too.
    public func engine(for language: String?) -> String {
        guard let words = wordsEngine(for: language) else { return "none" }
        return meaningEngine(for: language).map { Self.joined($0, words) } ?? words
    }

    /// Names what reads a language by words; nil where nothing does.
    func wordsEngine(for language: String?) -> String? {
        language.flatMap { language in recognizers.first { $0.reads(language) }?.engine }
    }

    static func joined(_ meaning: String, _ words: String) -> String { "\(meaning)+\(words)" }

    func reads(_ language: String) -> Bool {
        let tag = language.lowercased()
        return tag == "en" || tag.hasPrefix("en-")
    }
}

/// A meeting as read: all of it computed from the words, the cast and the decisions.
public struct MeetingAnalysis: Sendable {
    public var conversation: Conversation
    public var annotations: Annotations
    public var measures: ConversationMeasures
    public var reading: MeetingReading
}
