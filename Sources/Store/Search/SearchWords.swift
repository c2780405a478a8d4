enum SearchWords {
    static func tsvector(of text: String) -> String { "" }
    static func tsquery(of expression: SearchExpression) -> String { "" }
}
