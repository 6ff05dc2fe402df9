"""Nothing that leads to a person stays; what one needs for the work does."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assessments.quality.masking import customer_key, keyed, mask, normal_address

PHONES = [
    "+7 912 345-67-89",
    "8 (912) 345-67-89",
    "89123456789",
    "+79123456789",
    "8-912-345-67-89",
    "8 912 345 67 89",
    "8.912.345.67.89",
    "8‑912‑345‑67‑89",
    "7 (912) 3456789",
    "9123456789",
    "+7\u00a0912\u00a0345\u00a067\u00a089",
    "8 (495) 123-45-67",
    "+44 20 7946 0958",
    "+1 (415) 555-2671",
    "+375 29 123-45-67",
]
MAILS = [
    "anna@example.com",
    "Anna.K+shop@Mail.Example.co.uk",
    "иван@почта.рф",
    "a_b-c@example.org",
    "anna(at)example.com",
]


@pytest.mark.parametrize("phone", PHONES)
def test_phones_as_people_write_them(phone):
    text = mask(f"Позвоните мне: {phone}, после обеда.")
    assert text == "Позвоните мне: [телефон], после обеда."


def test_a_local_number_after_the_word():
    assert mask("наш тел. 345-67-89, доб. 2") == "наш тел. [телефон], доб. 2"


@pytest.mark.parametrize("address", MAILS)
def test_mail_addresses(address):
    assert mask(f"Пишите на {address}.") == "Пишите на [адрес почты]."
    assert "[e-mail]" in mask("Write to anna@example.com, please")


def test_cards_and_bank_accounts():
    assert mask("card 4111 1111 1111 1111 ok") == "card [card number] ok"
    assert mask("перевод на 2202-2000-0000-0008") == mask("перевод на [номер карты]")
    assert mask("IBAN DE89 3704 0044 0532 0130 00 thanks") == "IBAN [bank account] thanks"


@pytest.mark.parametrize(
    "text",
    [
        "Заказ № 4512345 от 23.11.2026, 14:05, сумма 12 990 ₽",
        "order 20261123-0042, size 42, 2 items",
        "трек 10 дней, код 1234",
        "Встречаемся 2026-11-23 в 14:05",
    ],
)
def test_orders_sums_and_dates_stay(text):
    assert mask(text) == text


words = st.text(alphabet="абвг abc.,-()+@0123456789", max_size=60) | st.sampled_from(PHONES + MAILS)


@given(st.lists(words, max_size=6).map(" ".join))
def test_masking_twice_is_masking_once(text):
    assert mask(mask(text)) == mask(text)


@example("1", "89123456789", "")  # a number on the line before is another number, and so is a sum
@example("$", "89123456789", "")
@given(st.text(max_size=40), st.sampled_from(PHONES[:6] + MAILS[:3]), st.text(max_size=40))
def test_whatever_stands_around_it(before, secret, after):
    assert secret not in mask(f"{before}\n{secret}\n{after}")


def test_a_customer_has_one_key_however_the_address_is_written():
    key = b"k" * 32
    assert customer_key(" Anna@Example.com", key) == customer_key("anna@example.com", key)
    assert customer_key("8 (912) 345-67-89", key) == customer_key("+79123456789", key)
    assert customer_key("anna@example.com", key) != customer_key("anna@example.com", b"x" * 32)
    assert "anna" not in customer_key("anna@example.com", key)
    assert keyed("", key) == "" and normal_address(" Клиент 17 ") == "клиент 17"
