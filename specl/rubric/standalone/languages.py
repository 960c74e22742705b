"""
The language of a text, where its script or its commonest words leave no doubt about it.

No model and no library is asked. A script that one language uses tells that language; elsewhere the
words that a language cannot do without are counted, each worth the less the more languages share
it. Without a clear lead there is no answer: too few words, a mixture, or a language that is not
among those known here. Regions and spellings (`pt-BR`, `zh-Hant`) are never told apart.
"""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["LANGUAGES", "SPACELESS", "language_of", "scripts_of"]

SPACELESS = ("Thai", "Lao", "Khmer", "Myanmar", "Tibetan")

_RANGES = (
    ("Latin", "A-Za-zªº\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"),
    ("Greek", "\u0370-\u03ff\u1f00-\u1fff"),
    ("Cyrillic", "\u0400-\u052f"),
    ("Armenian", "\u0531-\u0587"),
    ("Hebrew", "\u05d0-\u05f2"),
    ("Arabic", "\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"),
    ("Devanagari", "\u0900-\u0963"),
    ("Bengali", "\u0980-\u09e3"),
    ("Gurmukhi", "\u0a00-\u0a7f"),
    ("Gujarati", "\u0a80-\u0aff"),
    ("Tamil", "\u0b80-\u0bff"),
    ("Telugu", "\u0c00-\u0c7f"),
    ("Kannada", "\u0c80-\u0cff"),
    ("Malayalam", "\u0d00-\u0d7f"),
    ("Sinhala", "\u0d80-\u0dff"),
    ("Thai", "\u0e00-\u0e7f"),
    ("Lao", "\u0e80-\u0eff"),
    ("Tibetan", "\u0f00-\u0fff"),
    ("Myanmar", "\u1000-\u109f"),
    ("Georgian", "\u10a0-\u10ff"),
    ("Hangul", "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"),
    ("Ethiopic", "\u1200-\u137f"),
    ("Khmer", "\u1780-\u17ff"),
    ("Kana", "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d"),
    ("Han", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"),
)
_SCRIPTS = tuple((name, re.compile(f"[{ranges}]")) for name, ranges in _RANGES)

# A script that one language writes nearly everything in; letters of its neighbours undo that.
_BY_SCRIPT = {
    "Greek": ("el", ""),
    "Armenian": ("hy", ""),
    "Hebrew": ("he", "\u05f0\u05f1\u05f2"),
    "Bengali": ("bn", "\u09f0\u09f1"),
    "Gurmukhi": ("pa", ""),
    "Gujarati": ("gu", ""),
    "Tamil": ("ta", ""),
    "Telugu": ("te", ""),
    "Kannada": ("kn", ""),
    "Malayalam": ("ml", ""),
    "Sinhala": ("si", ""),
    "Thai": ("th", ""),
    "Lao": ("lo", ""),
    "Georgian": ("ka", ""),
    "Hangul": ("ko", ""),
    "Khmer": ("km", ""),
}

_COMMON = {
    "en": "the and of to is that in it you for was with are this be have not on as at by from but"
    " they we he she an or if your can will do what which there would their its about has more"
    " i a me my been were them his her our us no yes so than then when where who how why all"
    " any some into out up down could should may must only other please thank let need want"
    " know help here passed like just does did had between each per",
    "fr": "le la les des et est une un du que qui dans pour pas vous ce il sur au avec sont nous ne"
    " par plus se cette mais ou elle aux votre être ont ses c d l j n qu je peut été elles ils"
    " leur leurs notre nos vos mon ma mes son sa faire fait bien très aussi comme quand où si"
    " oui non sans sous entre après avant chez peux pouvez voici voilà aucun suis m s t y"
    " merci tout tous",
    "de": "der die das und ist nicht ein eine zu den mit sie ich auf für von dem im es sich auch"
    " wie werden bei aus oder nach sind wird kann einen wir haben dass zum zur aber noch habe"
    " hat hatte war waren meine mein dein deine deinen ihre ihr ihren ihnen unser bitte ja"
    " nein nur schon sehr so wenn weil über unter durch gegen ohne können müssen soll sollte"
    " etwas hier dort mehr an um vom als diese dieser dieses da du er gern jetzt danke alle",
    "es": "el la los las de que y en un una es por con para se no del al lo su más como pero son"
    " este esta hay está sus o si me le puede ser usted también muy hasta desde cuando esto"
    " eso ese esa esas esos estos estas fue han he ha hemos tiene tienen tengo puedo puedes"
    " pueden yo tú él ella ellos nosotros mi mis te nos les ya ni porque entre sobre sin donde"
    " quien todo todos toda todas así bien gracias contigo a aquí hacer siete",
    "pt": "o a os as de que e em um uma é por com para se não do da no na dos das mais como mas ao"
    " seu sua você são isso está ou foi ser tem pode também até quando muito pelo pela eu"
    " vocês ele ela eles elas nós meu minha meus minhas este esta estes estas esse essa isto"
    " aquilo estão foram tenho têm posso podem fazer já nem porque entre sobre sem onde quem"
    " tudo todos toda todas assim bem obrigado num numa à às aos pelos pelas lhe quer sair"
    " ainda só",
    "it": "il la di che e è un una per non con del della i le in si sono da gli lo al nel più come"
    " ma questo questa anche o se ha dei alla delle nella puoi essere suo tuo ci dal io tu lui"
    " lei noi voi loro mio mia tua sua suoi nostro vostro stato fatto fare posso può possono"
    " devo già né perché tra fra su senza dove chi tutto tutti tutta tutte così bene grazie"
    " agli dallo dalla sul sulla negli questi queste quello quella ho hai abbiamo hanno",
    "nl": "de het een en van is dat niet in op te zijn voor met aan ik je er die maar om ook als"
    " wordt bij naar kan uit wat nog door deze heeft worden u jouw uw kunt geen over wij we"
    " jij hij zij hun hen mij mijn ons onze haar ben bent was waren heb hebt hebben had moet"
    " moeten mag wil willen zal zou niets iets hier daar waar wie hoe waarom alle alleen veel"
    " meer al nu dan zo zonder onder tussen tegen na tot dit",
    "af": "die en van is nie het n om te in dat op vir met wat as aan ek jy dit sal hulle ons kan"
    " word deur maar ook sy jou haar was by hierdie moet baie",
    "sv": "och att det är som en på inte för av med jag till den har du ett om kan de men så från"
    " eller sig var ska vi när din nu man också där mycket bara efter",
    "da": "og at det er som en på ikke for af med jeg til den har du et om kan de men så fra eller"
    " sig var skal vi når din nu man også hvor meget efter blev hvis noget",
    "nb": "og at det er som en på ikke for av med jeg til den har du et om kan de men så fra eller"
    " seg var skal vi når din nå man også hvor mye etter ble hvis noe etter",
    "is": "og að er það sem ekki við um í á en til fyrir með þú ég var hann hún þetta eru frá af"
    " eða hefur þú þér vera mjög eins líka",
    "fi": "ja on ei se että hän mutta kun niin oli tai ovat myös joka kuin minä sinä mitä voi nyt"
    " jos ole sen tämä vain kanssa jotka hyvin mukaan",
    "et": "ja on ei see et ta kui aga oma ka mis või oli ning olla kes seda nii siis selle välja"
    " mida kõik ma sa saab väga",
    "lv": "un ir ka no uz ar par bet kas lai vai tas nav arī jūs es var šo kā pie līdz pēc tā",
    "lt": "ir yra kad iš į su tai bet kaip ar jis nuo už apie ne jūs aš gali buvo tik labai dėl",
    "pl": "i w nie na się z to że jest do jak o ale co tak po za od czy przez dla są być tym jego"
    " może jeśli oraz który można",
    "cs": "a se v na je že to s z do i o k jsou jako ale by pro po tak které nebo jeho za být jsem"
    " také při už může pokud který není",
    "sk": "a sa v na je že to s z do aj o k sú ako ale by pre po tak ktoré alebo jeho za byť som"
    " tiež pri už môže ak ktorý nie",
    "sl": "in je na se da za ki so v z pa po bi ne tudi kot ali ni iz sem lahko kaj če kako bo",
    "hbs": "i je na se da u za su koji od nije što kao ali ne to sa iz ili će bi samo može kako"
    " ako bio sve već",
    "ro": "și de la în cu pe nu este un o că să se din care pentru mai sunt ce au dar sau ca al"
    " dacă acest poate fi foarte după când",
    "hu": "a az és nem hogy egy is van ez de meg ha csak volt azt mint vagy már ki mi el még be"
    " kell nagyon lehet ezt minden amely",
    "sq": "të në dhe e i një për me nga që është se ka do nuk më si ky kjo janë po",
    "tr": "ve bir bu da de için ile ne çok var daha gibi ama olarak değil en olan ben sen mi kadar"
    " sonra o veya her bunu şey yok nasıl önce ayrıca lütfen siz biz onlar iyi böyle başka",
    "az": "və bir bu da də üçün ilə nə çox var daha kimi amma olaraq deyil ən olan mən sən o hər",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena bisa"
    " ada adalah mereka kami atau anda bahwa oleh seperti saat sangat",
    "ms": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke kerana boleh"
    " ada ialah mereka kami atau anda bahawa oleh seperti apabila sangat",
    "tl": "ang ng sa na mga at ay ito si hindi ko ka ako kung para may niya siya mo po natin pero",
    "vi": "và của là có không cho được một các với trong những này để khi người đã như bạn thì ở"
    " tôi từ về rất nếu",
    "ca": "el la els les de que i en un una és per amb no del al més com però són aquest aquesta"
    " també ha si seva o quan molt hi pot",
    "gl": "o a os as de que e en un unha é por con para se non do da no na máis como pero ao seu"
    " súa son isto está ou foi ser ten pode tamén ata cando moi",
    "eu": "eta da ez bat du dira ere izan zen bere egin dute hau baina baino edo dago oso zuen",
    "cy": "y yr a o yn i mae ar ei ac fod wedi am nid oedd bod gan hyn eich chi ond",
    "ga": "an na agus is ar le a i go tá do sé ní bhí sin mar ach seo nach leis",
    "sw": "na ya wa kwa ni katika la za kuwa hii cha kama huu lakini yake si watu au hiyo",
    "ru": "и в не на что я он с как это по но из у за от то для же вы бы так его она мы они был"
    " или может если когда очень мне меня вам вас тебе ему ей их нам есть нет да только уже"
    " чтобы до во со при этот эта эти этим который могу можно",
    "uk": "і в не на що я він з як це по але із у за від то для ж ви б так його вона ми вони був"
    " або може якщо коли дуже та є й до",
    "be": "і ў не на што я ён з як гэта па але у за ад то для ж вы б так яго яна мы яны быў або"
    " можа калі вельмі",
    "bg": "и в не на че аз той с как това по но от у за то са да се ще си така го тя ние те беше"
    " или може ако когато много е",
    "mk": "и во не на дека јас тој со како ова по но од за тоа се да ќе така го таа ние тие беше"
    " или може ако кога многу е",
    "sr": "и у не на да је ја он са како ово по али од за то се су ће тако га она ми они био или"
    " може ако када веома",
    "ar": "في من على إلى أن هذا التي الذي لا ما هو كان عن مع هذه هي أو ذلك لم كل إن قد بعد يمكن",
    "fa": "و در به از که این را با است آن برای می یک شما تا بر هم نیست کند شود اما یا ها من",
    "ur": "کے میں کی ہے اور سے کا کو اس کہ نے پر یہ نہیں ہیں ایک بھی تھا جو آپ کر وہ لیے",
    "hi": "के है में की से और का को यह हैं पर नहीं कि एक भी ने लिए था जो आप कर वह हो तो",
    "mr": "आहे आणि या च्या तो ही हे नाही आहेत पण एक मी तर होते केला करू ते काय तुम्ही साठी",
    "ne": "छ र को मा हो छन् यो गर्न पनि लागि भने एक तर थियो गरेको हुन्छ तपाईं छैन",
}
_UNTOLD = frozenset({"hbs"})  # Croatian, Bosnian, Serbian and Montenegrin in Latin letters
_LETTERS = re.compile(r"[^\W\d_]+(?:[\u093e-\u094d\u0900-\u0903][^\W\d_]*)*")
_SHARES = 2520  # divided evenly by 1 to 10

LANGUAGES = tuple(
    sorted({"ja", "zh", *(tag for tag, _ in _BY_SCRIPT.values()), *_COMMON} - _UNTOLD)
)


def _worths() -> dict[str, list[tuple[str, int]]]:
    """
    Return for each common word the languages that have it, and what it counts for each.
    """
    owners: dict[str, list[str]] = {}
    for tag, words in _COMMON.items():
        for word in dict.fromkeys(words.split()):
            owners.setdefault(word, []).append(tag)
    return {word: [(tag, _SHARES // len(tags)) for tag in tags] for word, tags in owners.items()}


_WORTHS = _worths()


def language_of(text: str) -> str | None:
    """
    Return the tag of the language that a text is in, one of `LANGUAGES`; None: no telling.
    """
    counts = scripts_of(text)
    letters = sum(counts.values())
    eastern = counts["Han"] + counts["Kana"]
    if 3 * eastern >= 2 * letters > 0:
        return _eastern(counts["Han"], counts["Kana"])
    script = max(counts, key=lambda name: counts[name], default="")
    if 3 * counts[script] < 2 * letters or letters == 0:
        return None
    if script in _BY_SCRIPT:
        tag, foreign = _BY_SCRIPT[script]
        return None if any(char in text for char in foreign) else tag
    return _by_words(text)


def scripts_of(text: str) -> Counter[str]:
    """
    Return how many letters of a text belong to each script.
    """
    found: Counter[str] = Counter()
    for char, count in Counter(text).items():
        script = next((name for name, letters in _SCRIPTS if letters.match(char)), None)
        if script is not None:
            found[script] += count
    return found


def _eastern(han: int, kana: int) -> str | None:
    if 10 * kana >= han + kana:
        return "ja"
    return "zh" if kana == 0 and han >= 4 else None


def _by_words(text: str) -> str | None:
    """
    Return the language whose common words lead, by more than one that no other language has.

    Words of its own are at least four times as many as any other language's, one aside, for else
    the text is a mixture.
    """
    words = Counter(_LETTERS.findall(text.casefold()))
    scores: Counter[str] = Counter()
    own: Counter[str] = Counter()
    for word, count in words.items():
        for tag, worth in _WORTHS.get(word, ()):
            scores[tag] += count * worth
            own[tag] += count * (worth == _SHARES)
    hits = sum(count for word, count in words.items() if word in _WORTHS)
    (tag, first), (_, second) = [*scores.most_common(2), ("", 0), ("", 0)][:2]
    leads = 2 * (first - second) >= 3 * _SHARES and 2 * first >= 3 * second
    mixed = any(1 < count > own[tag] // 4 for other, count in own.items() if other != tag)
    if not leads or mixed or 8 * hits < words.total() or tag in _UNTOLD:
        return None
    return tag
