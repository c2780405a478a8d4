import Covalence
import Testing

@testable import Language

@Suite("Telling the language")
struct LanguageDetectorTests {
    let detector = LanguageDetector()

    @Test("Everyday business talk in sixteen languages", arguments: [
        ("en", "So how do you decide on investments like this? We would have to ask the board, and they will not do it before the summer."),
        ("de", "Wie entscheiden Sie denn über solche Investitionen? Das geht bei uns immer über den Werkleiter, und der muss es dann noch begründen."),
        ("fr", "Comment est-ce que vous décidez de ce genre d'investissement ? Nous devons demander à la direction, et ce n'est pas pour cette année."),
        ("es", "¿Cómo deciden ustedes sobre una inversión como esta? Tenemos que hablar con la dirección, pero este año ya no hay dinero."),
        ("it", "Come decidete su un investimento di questo tipo? Dobbiamo chiedere alla direzione, ma per questo non ci sono più soldi."),
        ("pt", "Como é que vocês decidem sobre um investimento assim? Nós temos de falar com a direção, mas já não há dinheiro para isso."),
        ("nl", "Hoe beslissen jullie over zo'n investering? Dat moeten we eerst aan de directie vragen, maar dit jaar is er geen geld meer voor."),
        ("sv", "Hur fattar ni beslut om en sådan investering? Vi måste fråga ledningen, men det finns inga pengar kvar för det i år."),
        ("da", "Hvordan beslutter I jer for sådan en investering? Vi skal spørge ledelsen, men der er ikke flere penge til det i år, og jeg ved ikke hvad de siger."),
        ("no", "Hvordan bestemmer dere dere for en slik investering? Vi må spørre ledelsen, men det er ikke mer penger til det i år, og jeg vet ikke hva de sier nå."),
        ("fi", "Miten te päätätte tällaisesta investoinnista? Meidän pitää kysyä johdolta, mutta tänä vuonna siihen ei ole enää rahaa."),
        ("pl", "Jak państwo podejmują decyzję o takiej inwestycji? Musimy zapytać zarząd, ale w tym roku nie ma już na to pieniędzy."),
        ("cs", "Jak se u vás rozhoduje o takové investici? Musíme se zeptat vedení, ale letos už na to nejsou peníze a já nevím, co na to řeknou."),
        ("hu", "Hogyan döntenek egy ilyen beruházásról? Meg kell kérdeznünk a vezetést, de erre az idén már nincs pénz, és nem is lesz."),
        ("tr", "Böyle bir yatırıma nasıl karar veriyorsunuz? Bunu yönetime sormamız lazım ama bu yıl için para yok ve daha sonra ne olacak bilmiyoruz."),
        ("ro", "Cum luați o decizie despre o astfel de investiție? Trebuie să întrebăm conducerea, dar anul acesta nu mai sunt bani pentru așa ceva."),
    ])
    func words(code: String, text: String) throws {
        let found = try #require(detector.detect(text).value, "\(code) is not known")
        #expect(found.code == code)
        #expect(found.confidence > 0 && found.confidence <= 1)
        #expect(detector.detect(text.uppercased()).value?.code == code || code == "tr")
        #expect(detector.detect(text.split(separator: " ").map(String.init)).value?.code == code)
    }

    @Test("Scripts", arguments: [
        ("ru", "Как вы принимаете такие решения? Мы должны были бы спросить директора."),
        ("uk", "Як ви приймаєте такі рішення? Нам треба запитати директора, і її теж."),
        ("bg", "Как вземате такива решения? Трябва първо да попитаме директора, той също ще каже къде."),
        ("el", "Πώς αποφασίζετε για μια τέτοια επένδυση;"),
        ("he", "איך אתם מחליטים על השקעה כזאת?"),
        ("ar", "كيف تقررون مثل هذا الاستثمار؟"),
        ("fa", "چگونه درباره چنین سرمایه‌گذاری تصمیم می‌گیرید؟"),
        ("hi", "आप ऐसे निवेश का निर्णय कैसे लेते हैं?"),
        ("th", "คุณตัดสินใจลงทุนแบบนี้อย่างไร"),
        ("ko", "이런 투자는 어떻게 결정하십니까?"),
        ("ja", "このような投資はどうやって決めますか"),
        ("zh", "你们怎么决定这样的投资"),
    ])
    func scripts(code: String, text: String) throws {
        #expect(try #require(detector.detect(text).value).code == code)
    }

    @Test("Too little, nothing, noise and unlisted languages are not known", arguments: [
        "", " ", "?", "okay", "Zoom", "mm-hmm", "12 34 56", "ERP MES SAP OPC UA", "Hmm. Okay. Hmm.", "😀😀😀", "a",
        "xqzt wvkp rrtl mnbv qwrt plkj hgfd zzxc vbnm",
        "Je ne, und the, y el, och det",
        // Swahili and Estonian, for which there is no list.
        "Tunahitaji kuzungumza kuhusu bei kabla ya mkutano ujao wa wakurugenzi",
    ])
    func notKnown(text: String) {
        #expect(detector.detect(text).value == nil)
    }

    @Test("More text makes it surer, an English word in a German text does not change it")
    func amount() throws {
        let line = "Wir haben das mit dem Key Account Manager im Meeting besprochen, und er will das Update auch."
        let short = try #require(detector.detect("Wir haben das auch.").value)
        let long = try #require(detector.detect(Array(repeating: line, count: 50)).value)
        #expect(short.code == "de" && long.code == "de")
        #expect(short.confidence < long.confidence)
    }

    @Test("Endless text is read only as far as needed")
    func endless() {
        let text = String(repeating: "the plant is in the north and we will not move it ", count: 100_000)
        #expect(detector.detect(text).value?.code == "en")
    }
}
