import Store

extension SchemaLevel {
    /// What to say of it, and what to do.
    ///
    /// - Parameter what: `the records`, `the audit log`.
    func diagnosis(of what: String) -> Diagnosis {
        switch self {
        case .missing:
            Diagnosis("schema", .note, "there are no tables of \(what) yet.", advice: "covalence serve makes them at its first start. Is this the store that was meant? covalence config shows which.")
        case .older(let made, let toMake):
            Diagnosis(
                "schema", .note, "\(what) were made by an older program: \(made) migrations were made, \(toMake) are to come. Looking changes nothing.",
                advice: "Back up. The next start of this program, or the next command that opens the store, copies the tables and brings them up; the older program is then refused."
            )
        case .current(let made): Diagnosis("schema", .good, "\(what): \(made) migrations, which are this program's.")
        case .expanded(let unknown):
            Diagnosis(
                "schema", .note, "\(what) were brought up by a newer program: \(unknown) migrations that this one does not know leave what it uses, and it goes on.",
                advice: "Change the other nodes over to the newer program as well."
            )
        case .newer(let unknown):
            Diagnosis(
                "schema", .bad, "\(what) were made by a newer program: this one does not know \(unknown) of the migrations, and is refused.",
                advice: "Use the newer program. To go back to this one, restore a backup that it made; docs/backup.md says how."
            )
        }
    }
}
