"""Words as `texts` sees them: what denies, what says little, and what means the same in a talk with a customer."""

from collections.abc import Mapping

DENIALS = """
not no never cannot cant dont wont didnt doesnt isnt wasnt arent couldnt wouldnt shouldnt havent without nor
не нет ни нельзя никогда без
"""
LIGHT = """
a an the and or but so if then than that this these those it its he she they we you i me my your our us him
her them his their is are was were be been am do does did have has had will would shall can could may might
must to of in on at for from with by as up out about into over just very well please here there now what which
who when how all any some one get got let lets ll ve re s t d m yes ok okay hello hi oh really too also still
only more im ive youre youve were weve theyre theyve ill hes shes thats whats theres
и а но или что чтобы как так же ли бы то это этот эта эти тот та те он она они оно мы вы я ты мне
меня нам нас вам вас ему ей его ее их им мой моя мои наш наша наше ваш ваша ваше свой в во на с со к ко у о об
от до по за из для при над под про через был была было были есть быть буду будет будем уже еще вот ну да нет
здесь там тут сейчас очень пожалуйста просто только тоже если когда где кто все всех сам сама само себя ой ага
ладно здравствуйте привет добрый день утро вечер good morning afternoon evening
"""
SAME: Mapping[str, str] = {  # each line is one thing that people who answer customers say in many ways
    "sorry": (
        "sorry apologise apologize apology apologies forgive regret pardon простите извините прошу прощения "
        "извиняюсь сожалею жаль извинения виноваты виновата вина fault"
    ),
    "thanks": "thank thanks grateful appreciate спасибо благодарю благодарим признательны благодарность",
    "money": "money refund cash деньги возврат верну вернем reimburse возместим",
    "wait": "wait patient ждать подождите подожди ждали ждал потерпите ожидайте waited",
    "courier": (
        "courier driver delivery deliver delivered курьер доставка доставим доставят привезет привезут привезем"
    ),
    "call": "call ring phone telephone позвоню перезвоню звонок наберу позвонят созвонимся",
    "write": "write text message email напишу сообщение письмо отпишусь сообщу",
    "ask": "ask question find спрошу узнаю уточню выясню вопрос",
    "check": "check look verify see проверю посмотрю гляну просмотрю проверим убедиться",
    "rules": "rules terms policy conditions regulations procedure правила условия регламент порядок договор",
    "promise": "promise guarantee assure обещаю гарантирую ручаюсь уверяю certainly definitely точно обязательно",
    "today": "today tonight сегодня",
    "tomorrow": "tomorrow завтра",
    "choose": "choose prefer better rather convenient удобнее лучше выбирайте предпочитаете решать решайте",
    "mistake": "mistake error wrong ошибка ошиблись неверно напутали перепутали messed",
    "understand": "understand понимаю понимаем понять",
    "bonus": "bonus points discount voucher coupon баллы скидка промокод бонусы купон",
    "number": "number номер id",
    "parcel": "parcel package box посылка коробка заказ order",
    "warehouse": "warehouse depot stock storage склад складе хранилище",
    "colleague": "colleague department team коллега отдел сотрудник коллегам служба",
    "review": "review feedback rating rate отзыв оценка оцените оценить",
    "goodbye": "goodbye bye свидания прощайте",
    "fix": "fix solve arrange sort исправлю исправим решу решим улажу разберусь устрою",
    "calm": "calm upset worry nervous успокойтесь расстраивайтесь нервничайте волнуйтесь переживайте спокойно",
    "size": "size размер",
    "busy": "busy overloaded загружены перегружены загрузка завал",
}
