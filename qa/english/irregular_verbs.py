"""The base forms of irregular verbs, which no stemmer knows: "send" of "sent"."""

# Base form, past form, and past participle if it differs.
_VERBS = """
    arise arose arisen|bear bore borne|beat beat beaten|become became|begin began begun|bend bent|bind bound
    bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|bring brought|build built
    burn burnt|buy bought|catch caught|choose chose chosen|come came|creep crept|deal dealt|dig dug
    draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt
    fight fought|find found|flee fled|fly flew flown|forbid forbade forbidden|forget forgot forgotten
    forgive forgave forgiven|freeze froze frozen|give gave given|go went gone|grind ground|grow grew grown
    hear heard|hide hid hidden|hold held|keep kept|kneel knelt|know knew known|lay laid|lead led|leave left
    lend lent|light lit|lose lost|make made|mean meant|meet met|mislead misled|overtake overtook overtaken
    overthrow overthrew overthrown|pay paid|ride rode ridden|ring rang rung|rise rose risen|run ran|say said
    see saw seen|seek sought|sell sold|send sent|shake shook shaken|shine shone|shoot shot|show showed shown
    shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|sleep slept|slide slid|speak spoke spoken
    spend spent|spill spilt|spring sprang sprung|stand stood|steal stole stolen|stick stuck
    strike struck stricken|strive strove striven|swear swore sworn|sweep swept|swim swam swum|swing swung
    take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown|understand understood
    undertake undertook undertaken|wake woke woken|wear wore worn|weep wept|win won|withdraw withdrew withdrawn
    withhold withheld|withstand withstood|write wrote written
"""
_BASES = {
    form: base
    for verb in _VERBS.replace("\n", "|").split("|")
    if verb.strip()
    for base, *forms in [verb.split()]
    for form in forms
    if form != base
}


def base_form(word: str) -> str:
    """Return the base form of a word in lower case if it is a past form of an irregular verb, or else the word."""
    return _BASES.get(word, word)
