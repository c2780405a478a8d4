/// Names of months in English, German, French, Spanish, Swedish and Finnish, whole and shortened, in lower case.
enum MonthNames {
    /// 1 to 12; nil for any other word.
    static func month(_ word: String) -> Int? {
        let word = word.lowercased()
        return months[word.hasSuffix(".") ? String(word.dropLast()) : word]
    }

    private static let months: [String: Int] = {
        let names = [
            "january jan januar jän jänner janvier janv enero ene januari tammikuu tammikuuta tammi",
            "february feb februar février fevrier févr fevr febrero februari febr helmikuu helmikuuta helmi",
            "march mar märz maerz mär mrz mars marzo maaliskuu maaliskuuta maalis",
            "april apr avril avr abril abr huhtikuu huhtikuuta huhti",
            "may mai mayo maj toukokuu toukokuuta touko",
            "june jun juni juin junio kesäkuu kesäkuuta kesä",
            "july jul juli juillet juil julio heinäkuu heinäkuuta heinä",
            "august aug août aout agosto ago augusti elokuu elokuuta elo",
            "september sep sept septembre septiembre setiembre set syyskuu syyskuuta syys",
            "october oct oktober okt octobre octubre lokakuu lokakuuta loka",
            "november nov novembre noviembre marraskuu marraskuuta marras",
            "december dec dezember dez décembre decembre déc diciembre dic joulukuu joulukuuta joulu",
        ]
        var result: [String: Int] = [:]
        for (index, line) in names.enumerated() { for name in line.split(separator: " ") { result[String(name)] = index + 1 } }
        return result
    }()
}
