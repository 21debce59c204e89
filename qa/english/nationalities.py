"""Countries and the words for what belongs to them: "Oman" and "Omani"."""

from collections.abc import Iterable
from functools import cache

# One country a line: its names and the words for its people. Words for more than one country aren't in the table.
_COUNTRIES = """
    afghanistan, afghan
    albania, albanian
    algeria, algerian
    andorra, andorran
    angola, angolan
    argentina, argentine, argentinian
    armenia, armenian
    australia, australian, aussie
    austria, austrian
    azerbaijan, azerbaijani, azeri
    bahamas, bahamian
    bahrain, bahraini
    bangladesh, bangladeshi
    barbados, barbadian
    belarus, belarusian, belarussian
    belgium, belgian
    belize, belizean
    benin, beninese
    bhutan, bhutanese
    bolivia, bolivian
    bosnia, bosnian, bosnia herzegovina
    botswana, motswana
    brazil, brazilian
    britain, british, briton, uk, great britain
    brunei, bruneian
    bulgaria, bulgarian
    burkina faso, burkinabe
    burundi, burundian
    cambodia, cambodian
    cameroon, cameroonian
    canada, canadian
    cape verde, cape verdean
    chad, chadian
    chile, chilean
    china, chinese
    colombia, colombian
    congo, congolese, democratic republic congo, republic congo, dr congo
    costa rica, costa rican
    croatia, croatian, croat
    cuba, cuban
    cyprus, cypriot
    czech republic, czech, czechia
    denmark, danish, dane
    djibouti, djiboutian
    dominican republic, dominican, dominica
    east timor, east timorese, timor-leste
    ecuador, ecuadorian, ecuadorean
    egypt, egyptian
    el salvador, salvadoran, salvadorean
    england, english, englishman
    equatorial guinea, equatorial guinean
    eritrea, eritrean
    estonia, estonian
    ethiopia, ethiopian
    fiji, fijian
    finland, finnish, finn
    france, french, frenchman
    gabon, gabonese
    gambia, gambian
    georgia, georgian
    germany, german
    ghana, ghanaian
    greece, greek
    grenada, grenadian
    guatemala, guatemalan
    guinea, guinean
    guinea-bissau, guinea bissau
    guyana, guyanese
    haiti, haitian
    honduras, honduran
    hungary, hungarian
    iceland, icelandic, icelander
    india, indian
    indonesia, indonesian
    iran, iranian
    iraq, iraqi
    ireland, irish, irishman
    israel, israeli
    italy, italian
    ivory coast, ivorian
    jamaica, jamaican
    japan, japanese
    jordan, jordanian
    kazakhstan, kazakh
    kenya, kenyan
    kosovo, kosovar, kosovan
    kuwait, kuwaiti
    kyrgyzstan, kyrgyz
    laos, laotian, lao
    latvia, latvian
    lebanon, lebanese
    lesotho, basotho
    liberia, liberian
    libya, libyan
    liechtenstein
    lithuania, lithuanian
    luxembourg, luxembourger
    macedonia, macedonian, north macedonia, north macedonian
    madagascar, malagasy
    malawi, malawian
    malaysia, malaysian
    maldives, maldivian
    mali, malian
    malta, maltese
    mauritania, mauritanian
    mauritius, mauritian
    mexico, mexican
    moldova, moldovan
    monaco, monegasque
    mongolia, mongolian
    montenegro, montenegrin
    morocco, moroccan
    mozambique, mozambican
    myanmar, burma, burmese
    namibia, namibian
    nepal, nepalese, nepali
    netherlands, dutch, holland, dutchman
    new zealand, new zealander
    nicaragua, nicaraguan
    niger, nigerien
    nigeria, nigerian
    north korea, north korean
    northern ireland, northern irish
    norway, norwegian
    oman, omani
    pakistan, pakistani
    palestine, palestinian
    panama, panamanian
    papua new guinea, papua new guinean
    paraguay, paraguayan
    peru, peruvian
    philippines, philippine, filipino
    poland, polish, pole
    portugal, portuguese
    qatar, qatari
    romania, romanian
    russia, russian
    rwanda, rwandan
    samoa, samoan
    saudi arabia, saudi, saudi arabian
    scotland, scottish, scot
    senegal, senegalese
    serbia, serbian, serb
    seychelles, seychellois
    sierra leone, sierra leonean
    singapore, singaporean
    slovakia, slovak, slovakian
    slovenia, slovenian, slovene
    solomon islands, solomon islander
    somalia, somali
    south africa, south african
    south korea, south korean
    south sudan, south sudanese
    spain, spanish, spaniard
    sri lanka, sri lankan
    sudan, sudanese
    suriname, surinamese
    swaziland, swazi, eswatini
    sweden, swedish, swede
    switzerland, swiss
    syria, syrian
    taiwan, taiwanese
    tajikistan, tajik
    tanzania, tanzanian
    thailand, thai
    togo, togolese
    tonga, tongan
    trinidad tobago, trinidad, trinidadian
    tunisia, tunisian
    turkey, turkish, turk
    turkmenistan, turkmen
    uganda, ugandan
    ukraine, ukrainian
    united arab emirates, uae, emirati
    uruguay, uruguayan
    us, usa, america, american, united states, united states america
    uzbekistan, uzbek
    venezuela, venezuelan
    vietnam, vietnamese
    wales, welsh, welshman
    yemen, yemeni
    zambia, zambian
    zimbabwe, zimbabwean
"""
_PARTS = {
    "scotland": {"britain"},
    "wales": {"britain"},
    "england": {"britain"},
    "northern ireland": {"britain", "ireland"},
}


def country_of(words: Iterable[str]) -> str | None:
    """Return the country that words in lower case name, in any order: "korean", "south"; None if they name none."""
    return _countries().get(frozenset(words))


def is_same_country(one: str, other: str) -> bool:
    """Return whether two words in lower case are the same, or name one country: "somalia" and "somali"."""
    country = country_of([one])
    return one == other or (country is not None and country == country_of([other]))


def are_other_countries(one: str, other: str) -> bool:
    """Return whether two countries, as `country_of` returns them, are different, and neither is part of the other."""
    return one != other and other not in _PARTS.get(one, ()) and one not in _PARTS.get(other, ())


@cache
def _countries() -> dict[frozenset[str], str]:
    lines = (line.strip().split(", ") for line in _COUNTRIES.strip().splitlines())
    return {frozenset(name.split()): names[0] for names in lines for name in names}
