import Covalence
import StrategicSelling
import Testing

/// Who stands where. Expected places are drawn by hand.
@Suite struct OrganizationPictureTests {
    private func picture(_ deal: Deal, day: Int = 3) -> OrganizationPicture {
        OrganizationPicture(deal.sheet(day: day).body, deal.input(day: day))
    }

    @Test func whoReportsToWhomIsDrawnAsATree() throws {
        var deal = Deal()
        let ines = deal.person("Ines"), jon = deal.person("Jon"), kaja = deal.person("Kaja"), leo = deal.person("Leo")
        deal.state(SellingKinds.role, OfPerson(ines, .economic))
        for person in [jon, kaja, leo] { deal.state(SellingKinds.role, OfPerson(person, .user)) }
        deal.state(SellingKinds.reportsTo, OfPerson(jon, ines), about: .person(jon))
        deal.state(SellingKinds.reportsTo, OfPerson(kaja, ines), about: .person(kaja))
        let claim = deal.state(SellingKinds.reportsTo, OfPerson(leo, kaja), about: .person(leo))
        let picture = picture(deal)
        //      Ines
        //  Jon      Kaja
        //           Leo
        #expect(picture.places.map(\.name) == ["Ines", "Jon", "Kaja", "Leo"])
        #expect(picture.places.map(\.level) == [0, 1, 1, 2])
        #expect(picture.places.map(\.column) == [0.5, 0, 1, 1])
        #expect((picture.columns, picture.levels) == (2, 3))
        #expect(picture.places[0].below == [jon, kaja])
        #expect(picture.places[3].above?.claims == [claim])
    }

    @Test func whoeverIsAboveAndNotOnTheSheetIsInIt() {
        var deal = Deal()
        let ines = deal.person("Ines"), jon = deal.person("Jon")
        deal.state(SellingKinds.role, OfPerson(jon, .user))
        deal.state(SellingKinds.reportsTo, OfPerson(jon, ines), about: .person(jon))
        // She is nobody of the sale otherwise: what a sheet is made from does not hold her.
        var input = deal.input(day: 3)
        input.people.removeAll { $0.id == ines }
        let sheet = StrategySheet.assess(input)
        #expect(OrganizationPicture.superiors(in: input) == [ines])
        let picture = OrganizationPicture(sheet.body, input, others: deal.people.filter { $0.id == ines })
        #expect(picture.places.map(\.name) == ["Ines", "Jon"])
        #expect(picture.places[0].influence == nil)
        #expect(picture.places[1].influence != nil)
        // Out of the reader's sight she is not drawn, and that he reports to somebody stays.
        let without = OrganizationPicture(sheet.body, input)
        #expect(without.places.map(\.name) == ["Jon"])
        #expect(without.places[0].above?.value == ines)
    }

    @Test func whomSomebodyReportsToIsDrawnAlsoWhereTheyAreNotOnTheSheet() {
        var deal = Deal()
        let jon = deal.person("Jon"), mika = deal.person("Mika")
        deal.state(SellingKinds.role, OfPerson(jon, .user))
        deal.meet([jon, mika], day: 1)
        deal.state(SellingKinds.reportsTo, OfPerson(mika, jon), about: .person(mika))
        let picture = picture(deal)
        #expect(picture.places.map(\.name) == ["Jon", "Mika"])
        #expect(picture.places.map(\.level) == [0, 1])
        #expect(picture.places[1].influence == nil && picture.places[1].above?.value == jon)
    }

    @Test func whoTurnsUpInTheRecordStandsBesideTheOthersAndOurOwnPeopleDoNot() {
        var deal = Deal()
        let jon = deal.person("Jon"), mika = deal.person("Mika"), ours = deal.person("Sanna", own: true)
        deal.state(SellingKinds.role, OfPerson(jon, .user))
        deal.state(SellingKinds.role, OfPerson(ours, .coach))
        deal.meet([jon, mika, ours], day: 1)
        let picture = picture(deal)
        #expect(picture.places.map(\.name) == ["Jon", "Mika"])
        #expect(picture.places.map(\.column) == [0, 1])
        #expect(picture.levels == 1)
    }

    @Test func aCircleIsDrawnOnceAndEnds() {
        var deal = Deal()
        let ines = deal.person("Ines"), jon = deal.person("Jon")
        for person in [ines, jon] { deal.state(SellingKinds.role, OfPerson(person, .user)) }
        deal.state(SellingKinds.reportsTo, OfPerson(ines, jon), about: .person(ines))
        deal.state(SellingKinds.reportsTo, OfPerson(jon, ines), about: .person(jon))
        let picture = picture(deal)
        #expect(picture.places.map(\.name) == ["Ines", "Jon"])
        #expect(picture.places.map(\.level) == [0, 1])
    }

    @Test func nobodyIsNoPicture() {
        let picture = picture(Deal())
        #expect(picture.places.isEmpty)
        #expect((picture.columns, picture.levels) == (0, 0))
    }
}
