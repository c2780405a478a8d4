/// Recognises what a table is by the names of its columns, and what each column means.
struct MappingProposal {
    private let headers: [String]
    private let forms: [HeaderForm]
    private let evidence: [ColumnEvidence]
    private let names = ColumnNames.all

    init(_ headers: [String], _ evidence: [ColumnEvidence]) {
        self.headers = headers
        self.evidence = evidence
        forms = headers.map(HeaderForm.init)
    }

    /// A meaning that a column's name can have.
    private struct Candidate {
        var field: CRMField
        var entry: ColumnNames.Entry
        /// Whether the name speaks of another kind of record than the file's, as “Organization - Name” in a file of deals.
        var isForeign = false
        /// Whether Pipedrive's prefix stands before it.
        var isPrefixed = false
    }

    private func candidates(_ form: HeaderForm, _ kind: CRMRecordKind) -> [Candidate] {
        guard let prefix = form.prefix, let rest = form.rest, let of = ColumnNames.prefixes[prefix] else {
            return names.entries(form.key, in: kind).map { Candidate(field: $0.field, entry: $0) }
        }
        let found = names.entries(rest, in: of)
        let own = found.filter { $0.source == .pipedrive } + found.filter { $0.source != .pipedrive }
        if of == kind { return own.map { Candidate(field: $0.field, entry: $0, isPrefixed: true) } }
        return own.compactMap { entry in
            let field: CRMField? = switch (of, entry.field) {
            case (.account, .id): .accountID
            case (.account, .name): .accountName
            case (.contact, .id): .contactID
            case (.contact, .name): .contactName
            case (.contact, .mail): .contactMail
            case (.opportunity, .id): .opportunityID
            case (.opportunity, .name): .opportunityName
            default: nil
            }
            return field.map { Candidate(field: $0, entry: entry, isForeign: true, isPrefixed: true) }
        }
    }

    /// The kinds for which the file has what such a record cannot be without ‡, with how well its columns fit, best first.
    var kinds: [(kind: CRMRecordKind, score: Double)] {
        CRMRecordKind.allCases.compactMap { kind in
            var fields: Set<CRMField> = []
            var score = 0.0
            for form in forms {
                let found = candidates(form, kind)
                guard let first = found.first else { continue }
                // “Organization - Name” does not make a file of deals one of organisations, nor the other way round.
                fields.formUnion(found.filter { !$0.isForeign }.map(\.field))
                score += first.isForeign ? 0.2 : first.isPrefixed ? 1 : 1 / Double(max(1, names.kindCount(form.key)))
            }
            func has(_ field: CRMField) -> Bool { fields.contains(field) }
            let isPossible = switch kind {
            case .account: has(.name)
            case .contact: has(.mail) || has(.lastName) || has(.firstName) || has(.name)
            case .opportunity: has(.name) && (has(.stage) || has(.amount) || has(.closeDate) || has(.status))
            case .activity: has(.subject) && (has(.day) || has(.startedAt) || has(.activityType) || has(.createdAt))
            case .fieldChange: has(.changedAt) && (has(.newValue) || has(.oldValue) || (has(.stage) && has(.changedBy) && !has(.owner)))
            }
            return isPossible && score > 0 ? (kind, score) : nil
        }.sorted { $0.score > $1.score }
    }

    /// The mapping for a kind; nil where no kind is possible and none is said.
    func mapping(as given: CRMRecordKind? = nil) -> ColumnMapping? {
        let kinds = kinds
        guard let kind = given ?? kinds.first?.kind else { return nil }
        let (source, sourceReason) = source(for: kind)
        let columns = columns(for: kind, source)
        let isSure = given != nil || kinds.count < 2 || kinds[0].score >= kinds[1].score * 1.5
        let shown = columns.filter { $0.field != nil && $0.sureness != .guess }.prefix(4).map { "“\($0.header)”" }.joined(separator: ", ")
        let reason = given != nil ? "Chosen." : "It has columns that \(kind.name) have: \(shown)."
        return ColumnMapping(
            kind: kind, isKindSure: isSure, kindReason: reason, source: source, sourceReason: sourceReason, columns: columns, defaultCurrency: nil, timeZone: "UTC"
        )
    }

    /// Each name that is documented for few programs speaks for them.
    private func source(for kind: CRMRecordKind) -> (CRMSource, String) {
        var votes: [CRMSource: Double] = [:]
        var shown: [CRMSource: [String]] = [:]
        for (index, form) in forms.enumerated() {
            let found = candidates(form, kind)
            if found.first?.isPrefixed == true {
                votes[.pipedrive, default: 0] += 1
                shown[.pipedrive, default: []].append(headers[index])
                continue
            }
            let sources = Set(found.map(\.entry.source)).subtracting([.other])
            // A translation of ours is weaker than a documented name.
            for source in sources {
                let isDocumented = found.contains { $0.entry.source == source && $0.entry.isDocumented }
                votes[source, default: 0] += (isDocumented ? 1 : 0.6) / Double(sources.count * sources.count)
                if sources.count == 1 { shown[source, default: []].append(headers[index]) }
            }
        }
        let ranked = votes.sorted { ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue) }
        guard let best = ranked.first, best.value >= 1.5, ranked.count < 2 || best.value > ranked[1].value * 1.25 else {
            return (.other, "Its columns are not those of one of the programs that are known.")
        }
        let examples = (shown[best.key] ?? []).prefix(3).map { "“\($0)”" }.joined(separator: ", ")
        return (best.key, "Its columns are named as \(best.key.name) names them" + (examples.isEmpty ? "." : ": \(examples)."))
    }

    private func columns(for kind: CRMRecordKind, _ source: CRMSource) -> [ColumnMapping.Column] {
        var columns = headers.enumerated().map { index, header in
            ColumnMapping.Column(
                index: index, header: header, field: nil, sureness: nil, reason: "The name is not known; its values are kept beside the row.",
                format: ColumnFormat(), filled: evidence[index].filled
            )
        }
        var taken: [CRMField: Int] = [:]
        // Those that are surest choose first, then by place.
        let options = forms.enumerated().map { index, form in
            candidates(form, kind).map { candidate -> (Int, Candidate, MappingSureness) in
                (index, candidate, candidate.entry.isDocumented && (candidate.entry.source == source || candidate.isPrefixed) ? .certain : .likely)
            }
        }
        for sureness in [MappingSureness.certain, .likely] {
            for option in options {
                for (index, candidate, own) in option where own == sureness && columns[index].field == nil {
                    if let other = taken[candidate.field], !candidate.field.takesSeveral {
                        columns[index].reason = "“\(headers[other])” is taken for the \(candidate.field.label) already; its values are kept beside the row."
                        continue
                    }
                    // A column without a single value takes the place of no other that means the same.
                    if columns[index].filled == 0, options.contains(where: { $0.contains { $0.0 != index && $0.1.field == candidate.field && evidence[$0.0].filled > 0 } }) {
                        columns[index].reason = "It is empty."
                        continue
                    }
                    taken[candidate.field] = index
                    columns[index].field = candidate.field
                    columns[index].sureness = sureness
                    columns[index].reason = Self.reason(headers[index], candidate, source)
                    break
                }
            }
        }
        if kind == .contact, taken[.mail] == nil {
            for index in columns.indices where columns[index].field == nil && evidence[index].isMails && taken[.mail] == nil {
                taken[.mail] = index
                columns[index].field = .mail
                columns[index].sureness = .guess
                columns[index].reason = "Its values are mail addresses."
            }
        }
        return columns
    }

    private static func reason(_ header: String, _ candidate: Candidate, _ source: CRMSource) -> String {
        let entry = candidate.entry
        let language = entry.language == "en" ? "" : " (\(entry.language))"
        if entry.isDocumented, entry.source != .other { return "“\(header)” is the \(candidate.field.label) in \(entry.source.name)\(language) †." }
        return "“\(header)” usually is the \(candidate.field.label)\(language) ‡."
    }
}
