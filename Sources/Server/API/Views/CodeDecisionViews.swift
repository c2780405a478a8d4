import Covalence
import Language
import Store
import Workbench

/// Questions, decisions and figures as JSON.
enum CodeDecisionViews {
    private static let said = Schema.object("AskedWords", "What somebody said.", [
        .optional("speaker", .text()), .optional("side", .choice(Side.self)), .required("words", .text()), .optional("start", .large, "Milliseconds from the start of the recording."),
    ])

    static let questions = Schema.object("CodeQuestions", "Turns to ask about. Scores are not shown, so that nobody is led.", [
        .required("codebook", .text()), .required("code", .text()), .required("definition", .text()), .required("lookedAt", .count, "Turns that were looked at for it."),
        .required("questions", .list(.object("CodeQuestion", "A turn of a meeting.", [
            .required("meeting", .id), .required("title", .text()), .required("version", .count, "Of the words."), .required("first", .count, "Index of the first utterance."),
            .required("count", .count, "Utterances."), .required("asked", .choice(CodeDecision.Asked.self), "Hand it back with the answer."), .required("turn", said),
            .optional("before", said), .optional("after", said),
        ]), most: 10)),
        .optional("learning", .number, "The codebook is being learnt, so far from 0 to 1: ask again in some seconds."),
    ])

    static func view(_ asked: CodeQuestions) -> JSONValue {
        .object([
            "codebook": .text(asked.codebook.name), "code": .text(asked.code.slug), "definition": .text(asked.code.definition), "lookedAt": .integer(asked.lookedAt), "learning": .of(asked.learning),
            "questions": .list(asked.questions.map { question in
                .object([
                    "meeting": .of(question.meeting), "title": .text(question.title), "version": .integer(question.version), "first": .integer(question.first),
                    "count": .integer(question.count), "asked": .text(question.asked.rawValue), "turn": view(question.turn), "before": question.before.map { view($0) },
                    "after": question.after.map { view($0) },
                ])
            }),
        ])
    }

    private static func view(_ turn: CodeQuestion.Turn) -> JSONValue {
        .object(["speaker": .of(turn.speaker), "side": .of(turn.side?.rawValue), "words": .text(turn.words), "start": .of(turn.start)])
    }

    static let decision = Schema.object("CodeDecision", "What somebody said when asked whether words carry a code. The words stay where they are.", [
        .required("id", .id), .required("codebook", .text()), .required("code", .text()), .required("verdict", .choice(CodeDecision.Verdict.self)),
        .optional("meeting", .id), .optional("interaction", .id), .required("version", .count, "Of the words of the meeting, or of the interaction."),
        .required("first", .count, "The first utterance of a meeting; of an interaction, where the words begin in its text, in Unicode scalars."), .required("count", .count, "Utterances, or scalars."),
        .optional("asked", .choice(CodeDecision.Asked.self)), .optional("score", .number, "Before anything was learnt of these words; 0 to 1."), .optional("engine", .text()),
        .required("author", .text()), .required("at", .time), .optional("supersededBy", .id, "The later decision on the same."),
    ])

    static func view(_ decision: CodeDecision) -> JSONValue {
        let meeting: Identifier<Meeting>?, interaction: Identifier<Interaction>?, version: Int, first: Int, count: Int
        switch decision.place {
        case .turn(let id, let words, let start, let many): (meeting, interaction, version, first, count) = (id, nil, words, start, many)
        case .passage(let id, let text, let range): (meeting, interaction, version, first, count) = (nil, id, text, range.lowerBound, range.count)
        }
        return .object([
            "id": .of(decision.id), "codebook": .text(decision.codebook), "code": .text(decision.code), "verdict": .text(decision.verdict.rawValue), "meeting": .of(meeting),
            "interaction": .of(interaction), "version": .integer(version), "first": .integer(first), "count": .integer(count), "asked": .of(decision.asked?.rawValue),
            "score": .of(decision.score), "engine": .of(decision.engine), "author": .text(decision.author), "at": .of(decision.at), "supersededBy": .of(decision.supersededBy),
        ])
    }

    // MARK: Figures

    private static let measured = Schema.object("CodeFigures", "How well a code was found.", [
        .required("code", .text()), .required("count", .count, "Texts that carry it."), .required("suggested", .count), .required("right", .count), .optional("precision", .number),
        .optional("recall", .number), .optional("f1", .number),
    ])

    static let figures = Schema.object("CodebookFigures", "How well the codes of a codebook are found.", [
        .required("codebook", .text()), .required("version", .count), .optional("learntAt", .time, "When it was learnt last with what people decided."), .optional("engine", .text()),
        .required("isLearning", .boolean, "Whether it is to be learnt anew."),
        .optional("crossValidation", .object("CrossValidation", "In what it learnt from, those looked at not learnt from.", [
            .required("version", .count), .required("at", .time), .required("codes", .list(measured)), .required("texts", .count), .required("coded", .count), .required("bestRight", .count),
            .required("bestThreeRight", .count), .required("noneRight", .count), .optional("meanF1", .number),
        ])),
        .required("decided", .list(.object("DecidedFigures", "On what people decided, none of it learnt from when its score was given.", [
            .required("code", .text()), .required("count", .count), .required("random", .count, "Of the random sample."), .required("support", .count, "Carry it."),
            .optional("precision", .number), .optional("recall", .number, "By the random sample alone."), .optional("f1", .number),
        ]))),
        .required("calibration", .object("Calibration", "Whether scores can be read as chances. While something is missing, they cannot.", [
            .required("isKnown", .boolean), .required("missing", .count, "Decisions that are missing."), .required("missingRandom", .count, "Of them, those of the random sample."),
            .optional("count", .count), .optional("random", .count), .optional("brier", .number), .optional("brierOfShare", .number, "What it would be if every turn got the same score."),
            .required("bins", .list(.object("CalibrationBin", "A tenth of the score.", [
                .required("from", .number), .required("count", .count), .required("random", .count), .required("score", .number, "The mean."), .required("share", .number, "That carries the code."),
                .required("weight", .number, "The share of all turns that lie here."),
            ]))),
        ])),
    ])

    static func view(_ report: CodebookReport) -> JSONValue {
        var validation: JSONValue?
        if let learnt = report.learnt, let found = learnt.crossValidation, let version = learnt.measuredVersion {
            validation = .object([
                "version": .integer(version), "at": .of(learnt.measuredAt), "codes": .list(found.codes.map { code in
                    .object([
                        "code": .text(code.code), "count": .integer(code.support), "suggested": .integer(code.suggested), "right": .integer(code.right), "precision": .of(code.precision),
                        "recall": .of(code.recall), "f1": .of(code.f1),
                    ])
                }),
                "texts": .integer(found.count), "coded": .integer(found.coded), "bestRight": .integer(found.bestRight), "bestThreeRight": .integer(found.bestThreeRight),
                "noneRight": .integer(found.noneRight), "meanF1": .of(found.meanF1),
            ])
        }
        return .object([
            "codebook": .text(report.codebook.name), "version": .integer(report.codebook.version), "learntAt": .of(report.learntAt), "engine": .of(report.learnt?.engine.rawValue),
            "isLearning": .boolean(report.learning != nil), "crossValidation": validation,
            "decided": .list(report.decided.map { figures in
                .object([
                    "code": .text(figures.code), "count": .integer(figures.count), "random": .integer(figures.random), "support": .integer(figures.support),
                    "precision": .of(figures.precision), "recall": .of(figures.recall), "f1": .of(figures.f1),
                ])
            }),
            "calibration": view(report.calibration),
        ])
    }

    private static func view(_ calibration: ScoreCalibration) -> JSONValue {
        switch calibration {
        case .notYetKnown(let missing, let random): .object(["isKnown": false, "missing": .integer(missing), "missingRandom": .integer(random), "bins": .list([])])
        case .known(let figures): .object([
            "isKnown": true, "missing": .integer(0), "missingRandom": .integer(0), "count": .integer(figures.count), "random": .integer(figures.random), "brier": .number(figures.brier),
            "brierOfShare": .number(figures.brierOfShare), "bins": .list(figures.bins.map { bin in
                .object([
                    "from": .number(Double(bin.bin) / 10), "count": .integer(bin.count), "random": .integer(bin.random), "score": .number(bin.score), "share": .number(bin.share),
                    "weight": .number(bin.weight),
                ])
            }),
        ])
        }
    }
}
