/// What is said of an account about one criterion of the ideal customer profile.
public struct ProfileStatement: Hashable, Sendable {
    /// The criterion's id.
    public var criterion: String
    public var answer: ProfileAnswer

    /// An answer to a criterion.
    public init(_ criterion: String, _ answer: ProfileAnswer) {
        self.criterion = criterion
        self.answer = answer
    }
}

extension ProfileAnswer {
    /// What sort of answer it is, as claims name it.
    public enum Sort: String, Hashable, Sendable, CaseIterable {
        case yesNo = "yes-no"
        case number, category, grade
    }

    var sort: Sort {
        switch self {
        case .yesNo: .yesNo
        case .number: .number
        case .category: .category
        case .grade: .grade
        }
    }

    /// As it is written.
    var text: String {
        switch self {
        case .yesNo(let isTrue): isTrue ? "yes" : "no"
        case .number(let number): String(number)
        case .category(let name): name
        case .grade(let grade): String(grade)
        }
    }

    /// Reads an answer of a sort; nil where the text is none.
    public init?(_ text: String, _ sort: Sort) {
        switch sort {
        case .yesNo:
            guard text == "yes" || text == "no" else { return nil }
            self = .yesNo(text == "yes")
        case .number:
            guard let number = Double(text), number.isFinite else { return nil }
            self = .number(number)
        case .category:
            guard !text.isEmpty else { return nil }
            self = .category(text)
        case .grade:
            guard let grade = Int(text), grade >= 0 else { return nil }
            self = .grade(grade)
        }
    }
}

extension ProfileCriterion {
    /// The sort of answer it asks for.
    public var sort: ProfileAnswer.Sort {
        switch kind {
        case .yesNo: .yesNo
        case .numberRange: .number
        case .category: .category
        case .valuesFit: .grade
        }
    }
}
