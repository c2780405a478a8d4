/// One number of a meeting that can stand in a table and be compared: its name, unit and plain meaning, and how to read it off.
public struct MeasureKey: Sendable, Identifiable {
    /// What the number counts.
    public enum Unit: String, Sendable, Codable, Hashable {
        /// 0 to 1; shown in per cent.
        case share
        /// A number from 0 to 1 that is no share: balance, Gini.
        case index
        case seconds
        case words
        case perMinute = "per minute"
        case perHour = "per hour"
        case perThousandWords = "per 1,000 words"
    }

    /// Stable name, for addresses and exports: `customer-word-share`.
    public let id: String
    /// The name to show.
    public let name: String
    public let unit: Unit
    /// What it means, in a sentence or two for people who do not count for a living.
    public let meaning: String
    public let provenance: Provenance
    /// Whether the number is measured in words where there are no times, so that two meetings can only be compared on the same
    /// basis.
    public let followsBasis: Bool
    /// Reads the number off a meeting's measures, or says what is missing. Always finite.
    public let value: @Sendable (ConversationMeasures) -> Known<Double>

    init(
        _ id: String, _ name: String, _ unit: Unit, _ meaning: String, provenance: Provenance = .ours,
        followsBasis: Bool = false, value: @escaping @Sendable (ConversationMeasures) -> Known<Double>
    ) {
        self.id = id
        self.name = name
        self.unit = unit
        self.meaning = meaning
        self.provenance = provenance
        self.followsBasis = followsBasis
        self.value = value
    }

    /// The key of this name.
    public static func named(_ id: String) -> MeasureKey? { all.first { $0.id == id } }

    /// All of them, in the order of a table.
    public static let all: [MeasureKey] = share + turnsAndPace + asking + together

    private static let share: [MeasureKey] = [
        MeasureKey(
            "customer-word-share", "Customer's share of words", .share,
            "Of every 100 words that seller and customer said, how many the customer said."
        ) { measures in
            measures.sides.between(\.words)
        },
        MeasureKey(
            "customer-time-share", "Customer's share of talking time", .share,
            "Of the time in which seller and customer spoke, how much the customer spoke. Where both spoke at once it counts for both."
        ) { measures in
            measures.basis == .time ? measures.sides.between { $0.speakingTime ?? 0 } : .notKnown(.times)
        },
        MeasureKey(
            "customer-turn-share", "Customer's share of turns", .share,
            "Of the times that seller or customer took the floor, how often it was the customer."
        ) { measures in
            measures.sides.between(\.turns)
        },
        MeasureKey(
            "customer-initiation-share", "Customer's share of initiations", .share,
            "Who moves the talk: of the turns that ask something or open after a silence, how many were the customer's."
        ) { measures in
            if case .notKnown(let missing) = measures.initiations { return .notKnown(missing) }
            return measures.sides.between { $0.initiations ?? 0 }
        },
        MeasureKey(
            "balance", "Balance between the sides", .index,
            "1 means that both sides spoke equally much, 0 that only one did. Equal parties need not speak half and half.",
            followsBasis: true
        ) { measures in
            measures.balance.number("neither side spoke.", \.whole)
        },
        MeasureKey(
            "balance-minimum", "Least balance in a window", .index,
            "The balance of the most one-sided stretch of the meeting (5 minutes unless set otherwise). A presentation makes it low.",
            followsBasis: true
        ) { measures in
            measures.balance.number("the two sides spoke too little in every window.", \.minimum)
        },
        MeasureKey(
            "gini", "Inequality between people", .index,
            "0 means that everybody who was there spoke equally much; the nearer to 1, the more a few people did all the talking.",
            provenance: .literature("Gini 1912"), followsBasis: true
        ) { measures in
            MeasureKey.known(measures.gini, "two people are needed, one of them speaking.")
        },
    ]

    private static let turnsAndPace: [MeasureKey] = [
        MeasureKey(
            "seller-turn-words", "Length of the seller's turns", .words,
            "How many words the seller's side says, in the middle case, before somebody else takes over."
        ) { $0.sides.number("the side has no turn.") { $0.seller.turnWords?.median } },
        MeasureKey(
            "customer-turn-words", "Length of the customer's turns", .words,
            "How many words the customer's side says, in the middle case, before somebody else takes over."
        ) { $0.sides.number("the side has no turn.") { $0.customer.turnWords?.median } },
        MeasureKey(
            "longest-monologue", "Longest monologue", .seconds,
            "The longest time that one person held the floor, with nothing but “mm-hmm” from others."
        ) { measures in
            measures.basis == .time
                ? MeasureKey.known(measures.longestMonologue?.duration.map { Double($0) / 1000 }, "nobody spoke.") : .notKnown(.times)
        },
        MeasureKey(
            "longest-turn-words", "Words of the longest turn", .words,
            "The most words that one person said in one go, with nothing but “mm-hmm” from others."
        ) { MeasureKey.known($0.whole.turnWords?.maximum, "nobody spoke.") },
        MeasureKey(
            "switches-per-minute", "Changes of speaker", .perMinute,
            "How often in a minute somebody else takes over. Many mean a lively exchange, few mean long speeches."
        ) { $0.switchesPerMinute },
        MeasureKey(
            "switches-per-thousand-words", "Changes of speaker by words", .perThousandWords,
            "How often somebody else takes over in 1,000 words; the same idea as changes in a minute, for files without times."
        ) { MeasureKey.known($0.switchesPerThousandWords, "nobody spoke.") },
        MeasureKey(
            "customer-latency", "Time until the customer responds", .seconds,
            "The middle pause between the seller's last word and the customer's first. Below 0 the customer came in early.",
            provenance: .literature("Heldner & Edlund 2010")
        ) { $0.responses.number("the floor never went from seller to customer.") { $0.customer.map { $0.median / 1000 } } },
        MeasureKey(
            "seller-latency", "Time until the seller responds", .seconds,
            "The middle pause between the customer's last word and the seller's first. Below 0 the seller came in early.",
            provenance: .literature("Heldner & Edlund 2010")
        ) { $0.responses.number("the floor never went from customer to seller.") { $0.seller.map { $0.median / 1000 } } },
    ]

    private static let asking: [MeasureKey] = [
        MeasureKey(
            "customer-questions", "Customer's questions", .perThousandWords,
            "How much the customer asks: its questions for every 1,000 words of the meeting."
        ) { $0.questionRate(of: .customer) },
        MeasureKey(
            "seller-questions", "Seller's questions", .perThousandWords,
            "How much the seller asks: its questions for every 1,000 words of the meeting."
        ) { $0.questionRate(of: .seller) },
        MeasureKey(
            "seller-open-question-share", "Open ones among the seller's questions", .share,
            "Of the seller's questions by form, how many ask openly (open and wh questions), so that the answer can be more than yes or no; findings count as open what opens discussion.",
            provenance: .literature("question types: MRDA manual")
        ) { measures in
            switch measures.questions {
            case .notKnown(let missing): .notKnown(missing)
            case .known(let questions):
                questions.bySide.number("the seller asked nothing.") { sides in
                    let seller = sides.seller
                    return seller.total > 0 ? Double(seller.open + seller.wh) / Double(seller.total) : nil
                }
            }
        },
        MeasureKey(
            "answer-words", "Length of answers to the seller", .words,
            "How many words, in the middle case, the customer says when the seller asked. Very short answers in a row look like a survey."
        ) { measures in
            switch measures.questions {
            case .notKnown(let missing): .notKnown(missing)
            case .known(let questions):
                questions.answerWordsBySide.number("no question of the seller got an answer.") { $0.seller?.median }
            }
        },
    ]

    private static let together: [MeasureKey] = [
        MeasureKey(
            "seller-interruptions", "Interruptions by the seller", .perHour,
            "How often in an hour the seller begins while the customer or somebody else is speaking; “mm-hmm” is left out where it can be told."
        ) { $0.interruptionRate(of: .seller) },
        MeasureKey(
            "customer-interruptions", "Interruptions by the customer", .perHour,
            "How often in an hour the customer begins while the seller or somebody else is speaking; “mm-hmm” is left out where it can be told."
        ) { $0.interruptionRate(of: .customer) },
        MeasureKey(
            "overlap-share", "Talk at the same time", .share,
            "The part of the meeting in which two or more people spoke at once."
        ) { $0.overlaps.number("the meeting has no length.", \.share) },
        MeasureKey(
            "silence-share", "Silence", .share,
            "The part of the meeting in which nobody spoke. Silence can be thinking, reading, or a demonstration."
        ) { $0.silence.number("the meeting has no length.", \.share) },
    ]

    static func known(_ number: Double?, _ needed: String) -> Known<Double> {
        guard let number, number.isFinite else { return .notKnown(.material(needed)) }
        return .known(number)
    }
}

extension Known {
    /// A number of the value, or what would be needed to have it.
    func number(_ needed: String, _ read: (Value) -> Double?) -> Known<Double> {
        switch self {
        case .known(let value): MeasureKey.known(read(value), needed)
        case .notKnown(let missing): .notKnown(missing)
        }
    }
}

extension Known<BySide<SpeechMeasures>> {
    /// The customer's part of what seller and customer have together.
    func between(_ read: (SpeechMeasures) -> Int) -> Known<Double> {
        number("neither side has any.") { sides in
            let both = read(sides.seller) + read(sides.customer)
            return both > 0 ? Double(read(sides.customer)) / Double(both) : nil
        }
    }
}

extension ConversationMeasures {
    func questionRate(of side: Side) -> Known<Double> {
        switch questions {
        case .notKnown(let missing): .notKnown(missing)
        case .known(let questions):
            questions.bySide.number("nobody said a word.") {
                whole.words > 0 ? Double($0[side].total) * 1000 / Double(whole.words) : nil
            }
        }
    }

    func interruptionRate(of side: Side) -> Known<Double> {
        switch overlaps {
        case .notKnown(let missing): .notKnown(missing)
        case .known(let overlaps):
            overlaps.bySide.number("the meeting has no length.") { sides in
                duration.flatMap { $0 > 0 ? Double(sides[side].interruptions) * 3_600_000 / Double($0) : nil }
            }
        }
    }
}
