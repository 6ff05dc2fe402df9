"""A file and what is known go in, a plan comes out. No database."""

from datetime import date

import pytest

from lms.people.imports import (
    FileProblem,
    Known,
    KnownPerson,
    KnownTeam,
    Plan,
    make_plan,
    problems,
    read_table,
    reading,
    unique_name,
)
from lms.people.imports.columns import meaning
from tests.lms.people.imports.files import csv, thirty, xlsx

TODAY = date(2026, 11, 22)
ANNA = {
    "username": "anna",
    "family_name": "Ким",
    "given_name": "Анна",
    "patronymic": "",
    "email": "anna@example.com",
    "phone": "",
    "personnel_number": "17",
    "started_on": date(2026, 1, 1),
    "zone": "",
}
KNOWN = Known(
    today=TODAY,
    people=(
        KnownPerson(1, ANNA, {"Orders": "member"}, frozenset({"hr"})),
        KnownPerson(
            2, ANNA | {"username": "boris", "given_name": "Борис", "email": "b@example.com", "personnel_number": "18"}
        ),
        KnownPerson(
            3,
            ANNA | {"username": "gone", "given_name": "Глеб", "email": "", "personnel_number": "19"},
            left_on=date(2026, 5, 1),
        ),
    ),
    teams=(KnownTeam(1, "Orders"), KnownTeam(2, "Old", closed=True)),
    country="RU",
    other_names=frozenset({"forgotten-4"}),
)


def plan(text: str, **options) -> Plan:
    return make_plan(read_table(csv(text)), KNOWN, **options)


def said(text: str, **options) -> list[str]:
    return [problem.full() for problem in plan(text, **options).problems]


# headings


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Фамилия", "family_name"),
        (" ИМЯ ", "given_name"),
        ("Таб. №", "personnel_number"),
        ("Табельный номер", "personnel_number"),
        ("E-mail", "email"),
        ("Эл. почта", "email"),
        ("Дата приёма", "started_on"),
        ("Телефон (мобильный)", "phone"),
        ("Sign-in name", "username"),
        ("First_day", "started_on"),
        ("Часовой пояс", "zone"),
        ("Зарплата", ""),
    ],
)
def test_headings_as_people_write_them(heading, field):
    assert meaning(heading) == field


def test_columns_that_mean_nothing_are_named():
    made = plan("Имя,Оклад,,Цвет\nПётр,1,,2\n")
    assert made.ignored == ("Оклад", "Цвет")
    assert len(made.new) == 1


# files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_encodings_and_separators(encoding, comma):
    text = comma.join(["Фамилия", "Имя"]) + "\r\n" + comma.join(["Ёлкина", "Щука"]) + "\r\n"
    table = read_table(csv(text, encoding))
    assert table.headings == ["Фамилия", "Имя"]
    assert table.rows == [(2, ["Ёлкина", "Щука"])]


def test_lines_are_counted_as_the_spreadsheet_does():
    table = read_table(csv('Имя;Отчество\n\n"Анна\nМария";X\nПётр;Y\n'))
    assert [number for number, _cells in table.rows] == [3, 5]
    sheet = read_table(xlsx([["A"], [None], ["B"]], ["Имя"]))
    assert [number for number, _cells in sheet.rows] == [2, 4]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", problems.EMPTY_FILE),
        (csv("Имя;Фамилия\n"), problems.EMPTY_FILE),
        (csv("Оклад;Цвет\n1;2\n"), problems.NO_NAME_COLUMN),
        (csv("Фамилия;Имя\nЁлкина;Щука\n", "cp866"), problems.WRONG_ENCODING),
        (csv("Имя\nП") + b"\x00", problems.WRONG_ENCODING),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 100, problems.OLD_EXCEL),
        (b"PK\x03\x04" + b"broken" * 50, problems.BROKEN_XLSX),
        (b"x" * (reading.LARGEST_FILE + 1), problems.TOO_BIG),
        (csv("Имя\n" + "Пётр\n" * 5001), problems.TOO_MANY),
        (xlsx([], ["Имя"]), problems.EMPTY_FILE),
    ],
)
def test_files_nothing_can_be_made_of(content, message):
    with pytest.raises(FileProblem) as caught:
        read_table(content)
    assert caught.value.problem.message == message
    assert caught.value.problem.line == 0


def test_a_column_named_twice():
    made = plan("Имя;Name\nA;B\n")
    assert made.unusable
    assert [problem.message for problem in made.problems] == [problems.COLUMN_TWICE]


# lines


def test_thirty_people_with_two_bad_lines():
    made = make_plan(read_table(xlsx(thirty())), KNOWN)
    assert [(problem.line, problem.column) for problem in made.problems] == [(8, "Имя"), (21, "Дата выхода")]
    assert len(made.new) == 28
    assert made.bad_lines == 2
    first = made.new[0]
    assert first.fields["phone"] == "+79121230000"
    assert first.fields["personnel_number"] == "1000"
    assert first.fields["started_on"] == date(2026, 11, 2)
    assert (first.team, first.team_role) == ("Orders", "member")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Имя;Почта\n;x@example.com", "Line 2, Имя: The given name is missing. Write it in."),
        ("Имя;Почта\nП;x@", "Line 2, Почта: “x@” is not an e-mail address. Correct it or leave the cell empty."),
        ("Имя;Почта\nП;ANNA@example.com", ""),
        ("Имя;Табельный номер;Почта\nП;18;anna@example.com", "The e-mail anna@example.com belongs to anna."),
        ("Имя;Табельный номер;Логин\nП;17;boris", "The sign-in name “boris” is somebody else's."),
        ("Имя;Логин\nП;forgotten-4", "The sign-in name “forgotten-4” is somebody else's."),
        ("Имя;Логин\nП;a b", "a sign-in name has letters, digits"),
        ("Имя;Телефон\nП;позвоните", "“позвоните” is not a phone number."),
        ("Имя;Часовой пояс\nП;Москва", "“Москва” is not a time zone. Write it as Europe/Moscow"),
        ("Имя;Дата выхода\nП;2028-01-01", "01.01.2028 is more than a year ahead."),
        ("Имя;Дата выхода\nП;01.01.1926", "01.01.1926 is long before"),
        ("Имя;Дата выхода\nП;завтра", "“завтра” is not a date we can read."),
        ("Имя;Роль\nП;царь", "“царь” is not a role. Use one of: administrator"),
        ("Имя;Роль\nП;наставник", "needs a team"),
        ("Имя;Команда\nП;Нет такой", "There is no team “Нет такой”."),
        ("Имя;Команда\nП;OLD", "The team “OLD” is closed."),
        ("Имя;Логин\nП;=A1", "The cell holds a formula."),
        ("Имя\n" + "П" * 81, "is longer than 80 characters"),
        ("Имя;Табельный номер\nГлеб;19", "This person left on 01.05.2026."),
        ("Фамилия;Имя\nКим;Анна", "There is a person of this name already, with the sign-in name anna."),
    ],
)
def test_each_problem_names_line_column_and_cure(line, sentence):
    found = said(line)
    assert len(found) == (1 if sentence else 0)
    assert not sentence or sentence in found[0]
    assert all(text.startswith("Line 2") for text in found)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Имя;Табельный номер\nА;5\nБ;5", 3),
        ("Имя;Логин\nА;x\nБ;X", 3),
        ("Имя;Почта\nА;x@example.com\nБ;X@example.com", 3),
        ("Фамилия;Имя\nЁ;А\nЕ;А", 3),
    ],
)
def test_twice_in_the_file(text, line):
    found = plan(text).problems
    assert [problem.line for problem in found] == [line]
    assert "2" in found[0].sentence()


def test_formulas_and_errors_in_a_sheet():
    content = xlsx([["Пётр", "=1+1"], ["Павел", "#REF!"]], ["Имя", "Табельный номер"])
    found = [problem.message for problem in make_plan(read_table(content), KNOWN).problems]
    assert found == [problems.FORMULA, problems.SHEET_ERROR]


def test_all_problems_of_a_line_are_told_at_once():
    assert len(said("Имя;Почта;Телефон;Роль\n;x;y;z")) == 4


def test_full_names_in_one_column():
    made = plan("ФИО\nКузнецов Семён Ильич\nОлег\n")
    assert made.new[0].fields["patronymic"] == "Ильич"
    assert made.new[0].fields["username"] == "semen.kuznetsov"
    assert made.new[1].fields["given_name"] == "Олег"


@pytest.mark.parametrize(
    "text", ["Имя;Табельный номер;Телефон\nАнна;17;89121234567", "Логин;Имя;Телефон\nANNA;Анна;89121234567"]
)
def test_existing_people_are_found_and_changed(text):
    line = plan(text).lines[0]
    assert (line.person, line.outcome) == (1, "changed")
    assert dict(line.fields).get("phone") == "+79121234567"
    assert "given_name" not in line.fields


def test_an_empty_cell_leaves_what_is_stored():
    made = plan("Имя;Фамилия;Табельный номер;Почта;Команда\nАнна;;17;;\n")
    assert (len(made.changed), made.unchanged, len(made.new)) == (0, 1, 0)


def test_another_team_is_a_change():
    line = plan("Имя;Табельный номер;Команда;Роль\nАнна;17;Новая;наставник, HR\n", create_teams=True).lines[0]
    assert (line.team, line.team_role, line.roles) == ("Новая", "mentor", ())
    assert [(change.name, change.old, change.new) for change in line.changes] == [("team", "Orders", "Новая")]


def test_a_role_alone_is_of_the_team_one_is_in():
    line = plan("Имя;Табельный номер;Роль\nАнна;17;manager, QA\n").lines[0]
    assert (line.team, line.team_role, line.roles) == ("Orders", "manager", ("qa",))


def test_new_teams_only_when_allowed():
    text = "Имя;Команда\nА;Новая\nБ;новая\nВ;orders\n"
    assert len(said(text)) == 2
    made = plan(text, create_teams=True)
    assert not made.problems
    assert made.new_teams == ("Новая",)
    assert [line.team for line in made.lines] == ["Новая", "Новая", "Orders"]


def test_without_a_first_day_it_is_today():
    assert plan("Имя\nП").new[0].fields["started_on"] == TODAY


@pytest.mark.parametrize(
    ("given", "family", "taken", "name"),
    [
        ("Щука", "Ёлкина-Юрьева", set(), "shchuka.elkinayureva"),
        ("Анна", "Ким", {"anna.kim", "anna.kim2"}, "anna.kim3"),
        ("José", "Müller", set(), "jose.muller"),
        ("李", "", set(), "person"),
        ("Ян", "", set(), "yan"),
        ("А" * 80, "Б" * 80, set(), "a" * 50),
    ],
)
def test_sign_in_names(given, family, taken, name):
    assert unique_name(given, family, taken) == name


def test_sign_in_names_of_a_file_do_not_clash():
    made = plan("Фамилия;Имя;Логин;Таб\nКузин;Ян;;1\nКузин;Ян;;2\nКузин;Ян;yan.kuzin3;3\nКузин;Ян;;4\n")
    names = [line.fields["username"] for line in made.new]
    assert len(set(names)) == 4
