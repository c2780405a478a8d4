import Covalence
import StrategicSelling

/// Words for what a sheet is made of.
enum SellingWords {
    /// Whose words something is: `Ines Aho`; of what waits, or was confirmed: `suggested by the engine`. Which of its rules that were is in the history of a statement.
    static func author(_ author: Claim.Author) -> String { author.isEngine ? "suggested by the engine" : author.name.isolated }

    /// `Ines Aho, 3 March 2026`, `suggested by the engine, 3 March 2026; confirmed by Ines Aho, 4 March 2026`.
    static func source(_ author: Claim.Author, _ confirmation: Decision?, _ at: Timestamp?) -> String {
        func day(_ time: Timestamp?) -> String { time.flatMap(LocalTime.day).map { ", \(DayText.long($0))" } ?? "" }
        return self.author(author) + day(at) + (confirmation.map { "; confirmed by \($0.author.name.isolated)\(day($0.at))" } ?? "")
    }

    /// The same with how it is known: `Ines Aho, 3 March 2026; in the record`.
    static func source(_ author: Claim.Author, _ confirmation: Decision?, _ at: Timestamp?, _ basis: Evidence.Basis) -> String {
        let seen = switch basis {
        case .observed: "in the record"
        case .reported: "as told"
        case .assumed: "assumed"
        }
        return "\(source(author, confirmation, at)); \(seen)"
    }

    static func role(_ role: BuyingRole) -> String {
        switch role {
        case .economic: "Economic"
        case .user: "User"
        case .technical: "Technical"
        case .coach: "Coach"
        }
    }

    /// What a role does, as the source has it.
    static func meaning(of role: BuyingRole) -> String {
        switch role {
        case .economic: "gives final approval"
        case .user: "judges by the effect on the own work"
        case .technical: "screens by specification"
        case .coach: "gives information and guidance"
        }
    }

    static func degree(_ degree: InfluenceDegree) -> String {
        switch degree {
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        }
    }

    static func readiness(_ level: StrategicSelling.Readiness.Level) -> String {
        switch level {
        case .ready: "ready to give up today’s solution"
        case .hesitant: "hesitant to give up today’s solution"
        case .notReady: "not ready to give up today’s solution"
        }
    }

    static func competitor(_ standing: Competitor.Standing) -> String {
        switch standing {
        case .considered: "in the running"
        case .incumbent: "supplies today’s solution"
        case .preferred: "preferred by somebody who matters"
        case .out: "out"
        }
    }

    /// How and when it ended.
    static func end(_ ending: Ending) -> String {
        let result = switch ending.result {
        case .won: "Won"
        case .lost: "Lost"
        case .dropped: "Dropped"
        }
        return result + (ending.closedOn.map { " on \(DayText.long($0))" } ?? "")
    }

    /// The same with why.
    static func ending(_ ending: Ending) -> String { end(ending) + (ending.reason.map { ": \($0)" } ?? "") }

    static func call(_ call: SalespersonCall) -> String {
        let category = call.category.map { category in
            switch category {
            case .commit: "commit"
            case .bestCase: "best case"
            case .pipeline: "pipeline"
            }
        }
        return [category, call.probability.map { "\(Int(($0 * 100).rounded())) %" }].compactMap(\.self).joined(separator: ", ")
    }

    static func outcome(_ outcome: SaleOutcome) -> String {
        switch outcome {
        case .winWin: "Win-win"
        case .winLose: "Win-lose"
        case .loseWin: "Lose-win"
        case .loseLose: "Lose-lose"
        }
    }

    /// What an outcome means, as the source has it.
    static func meaning(of outcome: SaleOutcome) -> String {
        switch outcome {
        case .winWin: "profitable for both, or no regrets: work only on this"
        case .winLose: "we gain, the buyer loses and probably does not return"
        case .loseWin: "the buyer gains, unprofitable for us"
        case .loseLose: "sold, and nobody is content"
        }
    }

    /// `2 h 10 min`.
    static func hours(_ milliseconds: Int) -> String {
        let minutes = Int((Double(milliseconds) / 60_000).rounded())
        return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h\(minutes % 60 == 0 ? "" : " \(minutes % 60) min")"
    }

    /// `3 March 2026, 12 days ago`.
    static func day(_ time: Timestamp, now: Timestamp) -> String {
        guard let day = LocalTime.day(time) else { return "" }
        let days = LocalTime.days(from: time, to: now)
        let ago = switch days {
        case ..<0: ""
        case 0: ", today"
        case 1: ", a day ago"
        default: ", \(days) days ago"
        }
        return DayText.long(day) + ago
    }
}
