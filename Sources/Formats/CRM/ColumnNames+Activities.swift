extension ColumnNames {
    /// Sources †: Salesforce's object reference (Task, Event, OpportunityHistory, OpportunityFieldHistory) and its reports on activities and
    /// histories, HubSpot's activity properties and the members of its property history, Pipedrive's list of activity fields.
    static let activities = """
    id salesforce en † Activity ID
    id hubspot en † Activity ID
    subject salesforce en † Subject
    subject pipedrive en † Subject
    subject hubspot en † Task Title | Meeting name | Call Title | Email subject | Title
    subject salesforce de ‡ Betreff | Thema
    subject salesforce fr ‡ Objet | Sujet
    subject salesforce es ‡ Asunto
    subject salesforce sv ‡ Ämne
    subject salesforce fi ‡ Aihe
    activity-type salesforce en † Type | Activity Type | Task Type | TaskSubtype
    activity-type hubspot en † Activity type | Engagement Type
    activity-type pipedrive en † Type
    activity-type salesforce de ‡ Typ
    activity-type salesforce es ‡ Tipo
    activity-type salesforce sv ‡ Typ
    activity-type salesforce fi ‡ Tyyppi
    day salesforce en † Date | Due Date | ActivityDate
    day pipedrive en † Due date
    day hubspot en † Due date
    day salesforce de ‡ Datum | Fälligkeitsdatum
    day salesforce fr ‡ Date d'échéance
    day pipedrive fr † Date d'échéance
    day salesforce es ‡ Fecha | Fecha de vencimiento
    day salesforce sv ‡ Datum | Förfallodatum
    day salesforce fi ‡ Päivämäärä | Määräpäivä
    clock pipedrive en † Due time
    clock pipedrive de ‡ Fälligkeitszeit
    clock pipedrive fr ‡ Heure d'échéance
    started-at salesforce en † Start | StartDateTime | Start Date Time
    started-at hubspot en † Activity date | Meeting start time | Start time
    ended-at salesforce en † End | EndDateTime | End Date Time
    ended-at hubspot en † Meeting end time | End time
    is-done pipedrive en † Done
    is-done pipedrive de ‡ Erledigt
    is-done pipedrive fr ‡ Terminé
    is-done pipedrive es ‡ Hecho
    is-done pipedrive sv ‡ Klar
    is-done pipedrive fi ‡ Valmis
    is-done salesforce en † Closed | IsClosed
    status salesforce en † Status | Task Status
    status hubspot en † Task Status | Status
    done-at pipedrive en † Marked as done time
    done-at salesforce en † Completed Date | CompletedDateTime
    done-at hubspot en † Completed at
    note salesforce en † Comments | Full Comments | Description
    note hubspot en † Notes | Meeting description | Call notes | Activity notes | Note body
    note pipedrive en † Note | Public description
    note salesforce de ‡ Kommentare | Notiz
    note salesforce fr ‡ Commentaires | Note
    note salesforce es ‡ Comentarios | Nota
    note salesforce sv ‡ Kommentarer | Anteckning
    note salesforce fi ‡ Kommentit | Muistiinpano
    account-id salesforce en † Account ID | AccountId
    account-id hubspot en † Associated Company IDs
    account-name salesforce en † Company / Account | Account | Account Name
    account-name hubspot en † Associated Company
    account-name pipedrive en † Organization
    account-name pipedrive de † Organisation
    account-name salesforce de ‡ Accountname | Firma/Account
    account-name salesforce fr ‡ Société / Compte | Nom du compte
    account-name salesforce es ‡ Compañía / Cuenta | Nombre de la cuenta
    contact-id salesforce en † Contact ID | WhoId
    contact-id hubspot en † Associated Contact IDs
    contact-name salesforce en † Contact | Name
    contact-name hubspot en † Associated Contact
    contact-name pipedrive en † Contact person
    contact-name pipedrive de † Kontaktperson
    contact-name pipedrive fr † Personne à contacter
    contact-mail salesforce en † Email
    opportunity-id salesforce en † Opportunity ID | WhatId
    opportunity-id hubspot en † Associated Deal IDs
    opportunity-name salesforce en † Opportunity
    opportunity-name hubspot en † Associated Deal
    opportunity-name pipedrive en † Deal
    opportunity-name pipedrive fr † Affaire
    opportunity-name pipedrive es † Negocio | Trato
    owner salesforce en † Assigned | Assigned To
    owner hubspot en † Activity assigned to | Assigned to
    owner pipedrive en † Assigned to user
    owner pipedrive de ‡ Zugewiesen an | Zugewiesen an Benutzer
    owner salesforce fr ‡ Attribué à | Affecté à
    owner salesforce es ‡ Asignado a
    owner salesforce sv ‡ Tilldelad till
    owner salesforce fi ‡ Vastuuhenkilö
    created-at pipedrive en † Add time | Creation date
    created-at pipedrive fr † Date d'ajout
    """

    static let changes = """
    opportunity-id salesforce en † Opportunity ID | OpportunityId
    opportunity-id hubspot en † Deal ID
    opportunity-id pipedrive en ‡ Deal ID
    opportunity-name salesforce en † Opportunity Name | Opportunity
    opportunity-name hubspot en † Deal Name
    opportunity-name pipedrive en ‡ Deal | Deal title
    opportunity-name salesforce de ‡ Opportunity-Name | Opportunityname
    opportunity-name salesforce fr ‡ Nom de l'opportunité
    opportunity-name salesforce es ‡ Nombre de la oportunidad
    opportunity-name salesforce sv ‡ Affärsmöjlighetens namn
    opportunity-name salesforce fi ‡ Mahdollisuuden nimi
    account-id salesforce en † Account ID | AccountId
    account-id hubspot en † Company ID
    account-name salesforce en † Account Name
    contact-id salesforce en † Contact ID | ContactId
    contact-id hubspot en † Contact ID
    field salesforce en † Field / Event | Field
    field hubspot en † Property | Property name
    field pipedrive en ‡ Field | Field name | Changed field
    field salesforce de ‡ Feld/Ereignis | Feld
    field salesforce fr ‡ Champ/Événement | Champ
    field salesforce es ‡ Campo/Evento | Campo
    field salesforce sv ‡ Fält/händelse | Fält
    field salesforce fi ‡ Kenttä/tapahtuma | Kenttä
    old-value salesforce en † Old Value | From Stage
    old-value pipedrive en ‡ Old value
    old-value salesforce de ‡ Alter Wert | Von Phase
    old-value salesforce fr ‡ Ancienne valeur
    old-value salesforce es ‡ Valor anterior | Valor antiguo
    old-value salesforce sv ‡ Gammalt värde
    old-value salesforce fi ‡ Vanha arvo
    new-value salesforce en † New Value
    new-value hubspot en † Value | Property value
    new-value pipedrive en ‡ New value
    new-value salesforce de ‡ Neuer Wert
    new-value salesforce fr ‡ Nouvelle valeur
    new-value salesforce es ‡ Valor nuevo | Nuevo valor
    new-value salesforce sv ‡ Nytt värde
    new-value salesforce fi ‡ Uusi arvo
    changed-at salesforce en † Edit Date | CreatedDate | Last Modified | Last Modified Date
    changed-at hubspot en † Timestamp | Date of change
    changed-at pipedrive en ‡ Log time | Time of change
    changed-at salesforce de ‡ Bearbeitungsdatum | Zuletzt geändert
    changed-at salesforce fr ‡ Date de modification
    changed-at salesforce es ‡ Fecha de modificación | Fecha de edición
    changed-at salesforce sv ‡ Redigeringsdatum | Ändringsdatum
    changed-at salesforce fi ‡ Muokkauspäivä
    changed-by salesforce en † Edited By | CreatedById | Last Modified By
    changed-by hubspot en † Updated by | updatedByUserId
    changed-by pipedrive en ‡ User | Changed by
    changed-by salesforce de ‡ Bearbeitet von
    changed-by salesforce fr ‡ Modifié par
    changed-by salesforce es ‡ Modificado por | Editado por
    changed-by salesforce sv ‡ Redigerad av | Ändrad av
    changed-by salesforce fi ‡ Muokkaaja
    stage salesforce en † StageName | Stage | To Stage
    stage salesforce de ‡ Nach Phase | Phase
    amount salesforce en † Amount
    probability salesforce en † Probability | Probability (%)
    close-date salesforce en † Close Date
    forecast-category salesforce en † Forecast Category
    """
}
