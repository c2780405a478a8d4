/// Which tables a snapshot carries, in an order in which whatever a row refers to stands before it, and which it leaves out and why.
/// A new table goes into one of the two; a test looks that every table is there.
enum SnapshotCatalog {
    /// How a table is carried.
    struct Table: Hashable, Sendable {
        var name: String
        /// The column with an inner number, which is not carried: a store that takes the row gives it a new one, in the same order.
        var number: String?
        /// Columns that hold the inner number of a row of another table; the id stands for it. 0 stays 0: a claim about no meeting.
        var references: [String: String] = [:]
        /// A condition on rows that are not carried; nil where all are.
        var leavingOut: String?

        init(_ name: String, number: String? = nil, references: [String: String] = [:], leavingOut: String? = nil) {
            self.name = name
            self.number = number
            self.references = references
            self.leavingOut = leavingOut
        }

        static func ofMeeting(_ name: String) -> Table { Table(name, references: ["meeting": "meeting"]) }
    }

    static let store: [Table] = [
        Table("workspace", number: "number"),
        Table("file"),
        Table("meeting", number: "number"), .ofMeeting("meeting_file"), .ofMeeting("transcript"), .ofMeeting("label"), .ofMeeting("utterance"),
        .ofMeeting("cast_version"), .ofMeeting("cast_person"), .ofMeeting("cast_label"), .ofMeeting("cast_moved"),
        .ofMeeting("remembered_domain"), .ofMeeting("claim"), .ofMeeting("evidence"), .ofMeeting("decision"), .ofMeeting("meeting_kind"),
        .ofMeeting("intake"), .ofMeeting("removed_words"), .ofMeeting("dropped_original"),
        Table("organization"), Table("organization_domain"), Table("account_holder"), Table("person"), Table("person_reach"),
        Table("interaction", number: "number"), Table("interaction_participant"), Table("interaction_component"), Table("interaction_account"),
        Table("merge"), Table("kept_apart"),
        Table("offering"), Table("sales_objective"), Table("objective_link"), Table("objective_question"),
        Table("record_import"), Table("imported_record"), Table("import_change"),
        Table("forecast"), Table("forecast_objective"), Table("profile_version"),
        Table("codebook"), .ofMeeting("code_decision"), Table("codebook_figures"),
        Table("member"), Table("credentials"), Table("recovery_code"), Table("used_step"), Table("identity"),
        Table("topic"), Table("topic_change"), .ofMeeting("topic_anchor"),
        Table("team"), Table("team_member"), Table("measure_grant"),
        Table("job", leavingOut: endedReadings), Table("event"), Table("event_account"), Table("webhook"), Table("webhook_delivery"), Table("webhook_attempt"),
        Table("erasure"), Table("interaction_erasure"), Table("removal", number: "number"),
    ]

    /// What such a job made is left out (`meaning_marks`), and its key would keep the same work from being queued for the rest of the day: a store that
    /// takes the others has its meetings read by meaning at once.
    private static let endedReadings = "kind = 'meetings.by-meaning' AND state NOT IN ('waiting', 'running')"

    /// What a backup leaves out and a move carries: the source is not used any more then, so nothing can have been revoked since.
    static let onlyMoved = [Table("api_token")]

    /// With the reason.
    static let leftOut: [String: String] = [
        "cache": "computed anew when it is asked for",
        "passage_set": "computed anew by itself",
        "selling_reading": "read anew by itself",
        "funnel_entry": "computed anew when the funnel is asked for",
        "funnel_source": "computed anew with the entries it belongs to",
        "meaning_marks": "read anew by itself, where the sentence encoder is installed",
        "session": "a restored store asks everybody to sign in again: a session that was ended since must not come back",
        "one_time_token": "invitations and links to set a password work once; one used since must not work again",
        "api_token": "a token that was revoked since a backup must not work again; a move carries it",
        "idempotency_key": "holds for a day, and for the tokens that are left out",
    ]

    /// Of the audit log. The chain's number is an inner one; its id is its node.
    static let audit: [Table] = [
        Table("chain", number: "number"),
        Table("entry", references: ["chain": "chain"]),
        Table("mention", references: ["chain": "chain"]),
        Table("seal", number: "number", references: ["chain": "chain"]),
    ]

    static func tables(of part: SnapshotPart, isMove: Bool = false) -> [Table] {
        switch part {
        case .store: isMove ? store + onlyMoved : store
        case .audit: audit
        }
    }

    /// The column that holds the id of a row of a numbered table.
    static func idColumn(of table: String) -> String { table == "chain" ? "node" : "id" }
}
