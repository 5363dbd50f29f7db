"""Whom the journeys send to the sites, and what these people read there."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect


@dataclass(frozen=True, slots=True)
class Words:
    """What a visitor reads and presses, in one language."""

    prefix: str
    apply: str
    name: str
    email: str
    phone: str
    adult: str
    box: str
    send: str
    refused: str
    thanks: str
    withdraw: str
    withdraw_all: str
    withdrawn: str
    received: str
    may_write_to: str


RUSSIAN = Words(
    prefix="",
    apply="Оставить заявку",
    name="Имя",
    email="Электронная почта",
    phone="Мобильный телефон",
    adult="Я, мне исполнилось 18 лет",
    box="Я даю согласие на обработку персональных данных",
    send="Отправить",
    refused="Без этого согласия мы не можем принять заявку и ничего из написанного не сохраняем.",
    thanks="Спасибо, заявка у нас",
    withdraw="Отозвать Новости и акции",
    withdraw_all="Отозвать всё",
    withdrawn="Отозвано",
    received="Мы получили вашу заявку",
    may_write_to="Кому можно писать",
)
KAZAKH = Words(
    prefix="/kk",
    apply="Өтінім қалдыру",
    name="Аты",
    email="Электрондық пошта",
    phone="Ұялы телефон",
    adult="Өзім, маған 18 жас толды",
    box="Мен дербес деректерімді өңдеуге келісім беремін",
    send="Жіберу",
    refused="Бұл келісімсіз жазғаныңызды қабылдай алмаймыз және одан ештеңе сақтамаймыз.",
    thanks="Рақмет, өтініміңіз бізде",
    withdraw="Қайтарып алу Жаңалықтар мен акциялар",
    withdraw_all="Бәрін қайтарып алу",
    withdrawn="Қайтарып алынды",
    received="Өтініміңізді алдық",
    may_write_to="Кімге жазуға болады",
)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody whom the sites have never heard of."""

    name: str
    email: str
    phone: str

    def apply(self, page: Page, address: str, words: Words, *, marketing: bool = False, comment: str = "") -> None:
        """Sends the application form with its tick, and perhaps the one for marketing; ends on the thanks."""
        page.goto(address)
        page.get_by_label(words.name, exact=True).fill(self.name)
        page.get_by_label(words.email).fill(self.email)
        page.get_by_label(words.phone).fill(self.phone)
        page.locator('[name="comment"]').fill(comment)
        page.get_by_label(words.adult).check()
        page.get_by_label(words.box).check()
        if marketing:
            page.locator("[name=agree-marketing]").check()
        page.get_by_role("button", name=words.send).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(words.thanks)
