/// The names that columns of exports have, by kind of record, field, program and language.
///
/// The tables stand in the files beside this one, a line for each field and program: `amount salesforce en † Amount`. † is what the program's
/// maker documents, or what programs that read its exports expect; ‡ is our own translation of such a name, for which no source was found.
struct ColumnNames {
    /// One name.
    struct Entry: Hashable {
        var field: CRMField
        var source: CRMSource
        var language: String
        var isDocumented: Bool
    }

    /// All of them.
    static let all = ColumnNames()
    /// What Pipedrive puts before “ - ”, in the form of `HeaderForm`.
    static let prefixes: [String: CRMRecordKind] = {
        let words: [CRMRecordKind: [String]] = [
            // † English, German, French, Spanish (exports that public programs read); ‡ Swedish, Finnish.
            .opportunity: ["deal", "affaire", "negocio", "trato", "affär", "kauppa"],
            .account: ["organization", "organisation", "organización", "organisaatio"],
            .contact: ["person", "personne", "persona", "kontaktperson", "henkilö"],
            .activity: ["activity", "aktivität", "activité", "actividad", "aktivitet", "aktiviteetti"],
        ]
        var result: [String: CRMRecordKind] = [:]
        for (kind, names) in words { for name in names { result[HeaderForm.key(name)] = kind } }
        return result
    }()

    private var entries: [CRMRecordKind: [String: [Entry]]] = [:]

    private init() {
        let tables: [(CRMRecordKind, String)] = [
            (.account, Self.accounts), (.contact, Self.contacts), (.opportunity, Self.opportunities), (.activity, Self.activities), (.fieldChange, Self.changes),
        ]
        for (kind, table) in tables {
            // What is special to the kind goes first.
            for line in (table + "\n" + Self.everyKind).split(separator: "\n") {
                let parts = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: true)
                guard parts.count == 5, let field = CRMField(rawValue: String(parts[0])), let source = CRMSource(rawValue: String(parts[1])) else {
                    preconditionFailure("A line of the column names cannot be read: \(line)")
                }
                let entry = Entry(field: field, source: source, language: String(parts[2]), isDocumented: parts[3] == "†")
                for name in parts[4].split(separator: "|") { entries[kind, default: [:]][HeaderForm.key(String(name)), default: []].append(entry) }
            }
        }
    }

    /// What a name can mean in a file of that kind: most trusted first.
    func entries(_ key: String, in kind: CRMRecordKind) -> [Entry] { entries[kind]?[key] ?? [] }

    /// In how many kinds of record a name is known.
    func kindCount(_ key: String) -> Int { CRMRecordKind.allCases.count { entries[$0]?[key] != nil } }

    /// Names that records of every kind have.
    static let everyKind = """
    id salesforce en † ID | Record ID
    id hubspot en † Record ID | Record ID - Company | Object ID
    id hubspot fr † ID de fiche d'informations
    id hubspot de ‡ Datensatz-ID
    id hubspot es ‡ ID de registro
    id hubspot sv ‡ Post-ID
    id hubspot fi ‡ Tietueen tunnus
    id pipedrive en † ID | Pipedrive System ID
    created-at salesforce en † Created Date | CreatedDate
    created-at hubspot en † Create Date
    created-at other en ‡ Created | Created At | Created On | Creation Date | Date Created
    created-at salesforce de ‡ Erstelldatum | Erstellungsdatum
    created-at salesforce fr ‡ Date de création
    created-at salesforce es ‡ Fecha de creación
    created-at salesforce sv ‡ Skapad datum | Skapandedatum
    created-at salesforce fi ‡ Luontipäivä | Luomispäivä
    created-at hubspot de ‡ Erstellt am | Erstelldatum
    created-at hubspot fr † Date de création
    created-at hubspot es ‡ Fecha de creación
    modified-at salesforce en † Last Modified Date | LastModifiedDate | SystemModstamp
    modified-at hubspot en † Last Modified Date
    modified-at pipedrive en † Update time
    modified-at pipedrive de † Zeit der Aktualisierung
    modified-at pipedrive fr ‡ Heure de mise à jour | Date de mise à jour
    modified-at pipedrive es ‡ Fecha de actualización | Hora de actualización
    modified-at pipedrive sv ‡ Uppdateringstid
    modified-at pipedrive fi ‡ Päivitysaika
    modified-at other en ‡ Last Modified | Modified At | Updated At | Last Updated
    modified-at salesforce de ‡ Datum der letzten Änderung | Letztes Änderungsdatum | Zuletzt geändert am
    modified-at salesforce fr ‡ Date de la dernière modification | Dernière modification
    modified-at salesforce es ‡ Fecha de la última modificación | Última modificación
    modified-at salesforce sv ‡ Senast ändrad | Senaste ändringsdatum
    modified-at salesforce fi ‡ Viimeksi muokattu | Viimeisin muokkauspäivä
    currency salesforce en † CurrencyIsoCode
    currency hubspot en † Currency
    currency pipedrive en † Currency | Currency of Value
    currency pipedrive de ‡ Währung | Währung von Wert
    currency pipedrive fr ‡ Devise | Devise de Valeur
    currency pipedrive es ‡ Moneda | Moneda de Valor
    currency pipedrive sv ‡ Valuta
    currency pipedrive fi ‡ Valuutta
    owner pipedrive en † Owner
    owner pipedrive de † Besitzer
    owner pipedrive fr † Propriétaire
    owner pipedrive es † Propietario
    owner pipedrive sv ‡ Ägare
    owner pipedrive fi ‡ Omistaja
    owner other en ‡ Owner Name | Sales Rep | Account Manager
    """
}
