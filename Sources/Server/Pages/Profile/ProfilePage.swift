import Covalence
import Store
import StrategicSelling
import Workbench

/// The ideal customer profile: what our best accounts have in common.
struct ProfilePage: PageModel {
    static let template = "profile/profile"

    var seen: SeenProfile
    var backTest: ProfileBackTest
    var form: ProfileForm
    var canEdit: Bool
    /// Whether the form stays open: it was refused.
    var isOpen = false
    var notice: String?
    var problem: String?
    var waiting = 0

    var view: View {
        let live = Dictionary(seen.learning.criteria.map { ($0.id, $0) }) { first, _ in first }
        let kept = Dictionary((seen.kept?.criteria ?? []).map { ($0.id, $0) }) { first, _ in first }
        return PageFrame(title: "Ideal customer profile", place: .accounts, waiting: waiting).view.merging([
            "notice": View.Value(notice), "problem": View.Value(problem), "canEdit": .flag(canEdit), "isOpen": .flag(isOpen), "version": .text(String(seen.version)),
            "isEmpty": .flag(seen.profile.criteria.isEmpty), "hasCriteria": .flag(!seen.profile.criteria.isEmpty), "method": .text(ProfileWords.method),
            "made": View.Value(seen.madeAt.map { "Version \(seen.version), \(seen.author?.isolated ?? "not known"), \(LocalTime.text($0))" }),
            "past": .text("\(OrganizationWords.count(seen.best, "account", "accounts")) in sight \(seen.best == 1 ? "is" : "are") said to be among our best, \(seen.others) not. Say so on an account's page."),
            "criteria": .list(seen.profile.criteria.map { criterion -> View in
                let learnt = live[criterion.id]
                let weight = Self.weight(criterion, kept[criterion.id])
                return [
                    "label": .text(criterion.label), "sort": .text(ProfileWords.sort(criterion.sort)), "fits": .text(ProfileWords.fits(criterion.kind)), "weight": .text(ProfileWords.weight(weight)),
                    "lift": .text(learnt.map { ProfileWords.lift($0.lift) } ?? "not known"),
                    "counts": .text(learnt.map { "best: \($0.bestMeeting) of \($0.best); others: \($0.othersMeeting) of \($0.others)" } ?? ""), "speaksAgainst": .flag(learnt?.speaksAgainst ?? false),
                ]
            }),
            "area": View.Value(backTest.area.value.map { area in
                "Of one of our best accounts and one of the others, the better one has the higher score \(NumberText.percent(area.value)) of the time (95 % interval \(NumberText.percent(area.bounds.lower)) to \(NumberText.percent(area.bounds.upper)); \(area.best) best, \(area.others) others). Half the time would be chance."
            }),
            "areaMissing": View.Value(backTest.area.missing?.sentence),
            "tooLittle": View.Value(backTest.tooLittleKnown.isEmpty ? nil : "Of \(OrganizationWords.count(backTest.tooLittleKnown.count, "past account", "past accounts")) too little is known to be ranked."),
            "versions": .list(seen.versions.map { ["text": .text("Version \($0.version): \($0.author.isolated), \(LocalTime.text($0.madeAt))")] }), "hasVersions": .flag(seen.versions.count > 1),
        ]).merging(form.view)
    }

    /// The weight that counts: by hand, else as it was learnt when the profile was set.
    private static func weight(_ criterion: ProfileCriterion, _ learnt: ProfileLearning.Criterion?) -> Known<ProfileScore.Weight> {
        if let weight = criterion.weight { return .known(ProfileScore.Weight(value: weight, isLearnt: false)) }
        guard let learnt else { return .notKnown(.material("no weight was set by hand, and none was learnt.")) }
        return learnt.weight.map { ProfileScore.Weight(value: $0, isLearnt: true) }
    }
}

/// How an account fits the profile, criterion by criterion, on its page.
struct AccountFitView: ViewModel {
    var fit: AccountFit
    var account: Identifier<Organization>
    var canEdit: Bool

    var view: View {
        let score = fit.score
        return [
            "fit": .text(score.known.value.map { "\(NumberText.percent($0)) of what is known fits" } ?? score.known.missing?.sentence ?? ""),
            "isKnown": .flag(score.known.value != nil), "knownShare": .text(NumberText.percent(score.knownShare)),
            "between": View.Value(score.bounds.value.map { "\(NumberText.percent($0.lower)) to \(NumberText.percent($0.upper))" }),
            "best": .text(fit.isBest.map { $0 ? "One of our best accounts." : "Not one of our best accounts." } ?? "Nobody said whether it is one of our best accounts."),
            "action": .text("/accounts/\(account)/profile"), "canAnswer": .flag(canEdit),
            "parts": .list(zip(fit.profile.criteria, score.parts).map { criterion, part -> View in
                let claims = part.claims.compactMap { fit.claims[$0] }
                return [
                    "id": .text(criterion.id), "label": .text(part.label), "answer": .text(part.answer.value.map(\.words) ?? "not known"), "isUnknown": .flag(part.answer.value == nil),
                    "fitsHow": .text(part.fit.value.map { NumberText.percent($0) } ?? "not known"), "wanted": .text(ProfileWords.fits(criterion.kind)), "weight": .text(ProfileWords.weight(part.weight)),
                    "claims": .list(claims.map { claim -> View in
                        let day = LocalTime.day(claim.observedAt ?? claim.recordedAt).map { ", \(DayText.long($0))" } ?? ""
                        return ["source": .text("\(claim.author.name.isolated)\(day)\(claim.evidence.isEmpty ? "" : "; \(OrganizationWords.count(claim.evidence.count, "place in the record", "places in the record"))")")]
                    }),
                    "hint": .text(ProfileWords.sort(criterion.sort)),
                    "isChoice": .flag(criterion.sort == .yesNo), "typed": .text(part.answer.value.map(\.words) ?? ""),
                    "choices": View.Value(["yes", "no"].map { Choice(value: $0, label: $0, isSelected: part.answer.value?.words == $0) }),
                ]
            }),
        ]
    }
}
