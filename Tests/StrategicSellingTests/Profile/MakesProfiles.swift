import StrategicSelling

/// What a suite has that looks at profiles made for the purpose.
protocol MakesProfiles {}

extension MakesProfiles {
    func account(_ id: String, _ answers: [String: ProfileAnswer]) -> ProfileAccount {
        ProfileAccount(id: id, answers: answers.mapValues { .init($0) })
    }

    /// Past accounts that meet the criterion “crew” or not: so many of the best and of the others.
    func past(best: Int, meeting bestMeeting: Int, others: Int, meeting othersMeeting: Int) -> [PastAccount] {
        (0..<best).map { PastAccount(account("best-\($0)", ["crew": .yesNo($0 < bestMeeting)]), isBest: true) }
            + (0..<others).map { PastAccount(account("other-\($0)", ["crew": .yesNo($0 < othersMeeting)]), isBest: false) }
    }
}
