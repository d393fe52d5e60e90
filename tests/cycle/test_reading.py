from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.cycle import read_check_ins
from coach.cycle.columns import role_of
from coach.cycle.statuses import scale_of, share_of, status_of
from coach.errors import InputError
from tests.cycle.made import TODAY, only, read


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Date", "date"), ("Last update", "date"), ("last_update", "date"), ("lastUpdated", "date"), ("Zuletzt aktualisiert", "date"), ("Dernière mise à jour", "date"), ("Última actualización", "date"),
        ("Due date", "due"), ("Target", "target"), ("Target date", "due"), ("Current value", "value"), ("Ist-Wert", "value"), ("Actual", "value"), ("Note", "note"), ("Kommentar", "note"), ("Commentaires", "note"),
        ("Next steps", "next step"), ("Nächste Schritte", "next step"), ("Blockers", "blocker"), ("Help needed", "help"), ("Confidence (1-10)", "confidence"), ("Zuversicht", "confidence"), ("Ampel", "status"),
        ("RAG", "status"), ("Score", "score"), ("Progress %", "score"), ("Key result", "key result"), ("Schlüsselergebnis", "key result"), ("Résultat clé", "key result"), ("Verantwortlich", "owner"),
        ("Baseline", "baseline"), ("Team", "team"), ("What changed since last week", "changed"), ("Wins", "worked"), ("Cadence", "rhythm"), ("Mood", None), ("", None),
    ],
)  # fmt: skip
def test_columns_are_known_by_name(name: str, role: str | None) -> None:
    assert role_of(name) == role


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Green", "green"), ("🟢", "green"), ("On Track", "green"), ("on-track", "green"), ("Auf Kurs", "green"), ("amber", "yellow"), ("At risk", "yellow"), ("🟡 at risk", "yellow"), ("gelb", "yellow"),
        ("RED", "red"), ("Off track", "red"), ("En retard", "red"), ("Behind", "red"), ("Done", "done"), ("Closed (achieved)", "done"), ("Missed", "missed"), ("Not started", "not started"), ("On hold", "stopped"),
        ("In progress", "under way"), ("Green - all fine", "green"), ("purple", None), ("", None),
    ],
)  # fmt: skip
def test_states_are_known_in_words_colours_and_signs(text: str, status: str | None) -> None:
    assert status_of(text) == status


def test_bare_numbers_are_counted_to_what_their_column_is() -> None:
    assert scale_of(["0.3", "0.7", "1"], "Score", ten=False) == 1
    assert scale_of(["30", "70"], "Progress", ten=False) == 100
    assert scale_of(["3", "7"], "Confidence", ten=True) == 10
    assert scale_of(["3", "5"], "Confidence (1-5)", ten=True) == 5
    assert scale_of(["0.3", "0.9"], "Confidence", ten=True) == 1
    assert share_of("7", 10) == share_of("7/10") == share_of("70%") == 0.7
    assert share_of("high") == 0.8 and share_of("?") is None


def test_rows_of_one_key_result_are_joined_and_ordered() -> None:
    track = only(
        read(
            "Team;Objective;Key result;Date;Value;Note\n"
            "Sales;Customers stay;Renewal rate;2026-11-16;91%;third\n;;;2026-11-02;89%;first\nSales;Customers stay;renewal rate.;2026-11-09;90%;second\n"
        )
    )
    assert [check_in.text for check_in in track.check_ins] == ["first", "second", "third"]
    assert track.last_day == date(2026, 11, 16)


def test_days_over_columns_hold_values_states_and_words() -> None:
    track = only(
        read(
            "Key result;Start;Target;2.11.2026;9.11.2026;16.11.2026;Comment\nRenewals;80%;95%;88%;amber;two left us;Offer goes out on Friday\n"
        )
    )
    first, second, third = track.check_ins
    assert first.value is not None and first.value.amount == 88
    assert second.status == "yellow"
    assert third.text == "two left us\nOffer goes out on Friday", "what stands beside the days is of the newest"


def test_scores_under_days_are_no_values() -> None:
    track = only(read("Key result;Target;2026-11-02;2026-11-09\nRenewals;95%;0.2;0.3\n"))
    assert [(c.score, c.value) for c in track.check_ins] == [(0.2, None), (0.3, None)]


def test_words_in_a_column_for_figures_are_a_note() -> None:
    track = only(read("Key result;Progress;Last update\nRenewals;Two customers signed for three years;2026-11-02\n"))
    assert track.check_ins[0].text == "Two customers signed for three years"
    assert track.check_ins[0].score is None


def test_quotes_know_their_cell() -> None:
    track = only(read("Key result;Status;Note\n\nRenewals;green;  On track  \n"))
    note = track.check_ins[0].notes[0].wording
    assert (note.text, note.place.row, note.place.column, note.place.start) == ("On track", 3, "C", 2)


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Sales"
    sheet.append(["Check-ins of November"])
    sheet.append(["Key result", "Date", "Value", "Status", "Comment"])
    sheet.append(["Renewal rate from 80% to 95%", date(2026, 11, 16), 0.91, "green", "=1+1"])
    sheet["C3"].number_format = "0%"
    other = book.create_sheet("Service")
    other.append(["KR", "Last update", "Confidence"])
    other.append(["Call wait from 121 to 75 seconds", "16.11.2026", 7])
    book.save(tmp_path / "c.xlsx")
    found = read_check_ins(tmp_path / "c.xlsx", today=TODAY)
    assert [objective.team for objective in found.objectives] == ["Sales", "Service"]
    (sales,), (service,) = (objective.key_results for objective in found.objectives)
    value = sales.check_ins[0].value
    assert value is not None and (value.amount, value.kind) == (91, "percent")
    assert sales.check_ins[0].place.sheet == "Sales" and sales.check_ins[0].on == date(2026, 11, 16)
    assert service.check_ins[0].confidence == 0.7
    assert found.bad_rows and "formula" in found.bad_rows[0].reason.lower()


def test_json_is_read_nested_and_flat() -> None:
    nested = {
        "team": "A",
        "objectives": [
            {
                "objective": "Grow",
                "key_results": [
                    {"text": "Activation from 22% to 35%", "owner": "Ana", "check_ins": [{"date": "2026-11-02", "value": 25, "note": "x y"}, {"date": "2026-11-09", "value": 27}]}
                ],
            }
        ],
    }  # fmt: skip
    flat = "\n".join(
        json.dumps(
            {"team": "A", "objective": "Grow", "key_result": "Activation from 22% to 35%", "owner": "Ana", **said}
        )
        for said in ({"date": "2026-11-02", "value": 25, "note": "x y"}, {"date": "2026-11-09", "value": 27})
    )
    one, other = read(json.dumps(nested), "a.json"), read(flat, "a.jsonl")
    assert [(c.on, c.value, c.text) for c in only(one).check_ins] == [
        (c.on, c.value, c.text) for c in only(other).check_ins
    ]
    assert only(one).owner == only(other).owner == "Ana"
    place = only(one).check_ins[0].notes[0].wording.place
    assert place.field == "/objectives/0/key_results/0/check_ins/0/note"
    assert only(other).check_ins[0].notes[0].wording.place.row == 1


def test_what_an_object_leaves_out_is_not_taken_from_the_one_before() -> None:
    found = read(
        '{"team": "A", "key_result": "Renewals", "status": "red"}\n{"key_result": "Renewals", "status": "green"}\n',
        "a.jsonl",
    )
    assert [objective.team for objective in found.objectives] == ["A", None]


def test_rows_that_cannot_be_read_are_kept_and_the_others_go_on() -> None:
    found = read('{"key_result": "Renewals", "status": "red"}\n{broken\n{"colour": "blue"}\n', "a.jsonl")
    assert only(found).text == "Renewals"
    assert [row.row for row in found.bad_rows] == [2, 3]
    sheet = read("Key result;Status\n;green\nRenewals;red\n")
    assert [row.row for row in sheet.bad_rows] == [2] and "No key result" in sheet.bad_rows[0].reason


def test_an_objective_s_own_row_is_told_and_its_key_results_are_read() -> None:
    found = read(
        "Objective;Key result;Status\nCustomers stay;;green\n;Renewal rate;red\n;Second product;green\nNew aim;;red\n;Other;red\n"
    )
    assert [(o.text, len(o.key_results)) for o in found.objectives] == [("Customers stay", 2), ("New aim", 1)]
    assert any("2 rows say something of an objective" in notice for notice in found.notices)


def test_dates_that_could_be_two_days_are_told() -> None:
    assert any("03/04/2026" in notice for notice in read("Key result;Date\nRenewals;03/04/2026\n").notices)
    assert only(read("Key result;Date\nRenewals;03/04/2026\nRenewals;03/25/2026\n")).last_day == date(2026, 3, 25)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.csv"), (b"Name;Mood\nx;y\n", "a.csv"), (b"%PDF-1.7", "a.csv"), (b"{}", "a.json"), (b"[1, 2]", "a.json"), (b"PK\x03\x04 broken", "a.xlsx"), (b"[" * 5000, "a.json")],
)  # fmt: skip
def test_what_holds_no_check_ins_is_said_in_one_message(content: bytes, name: str) -> None:
    with pytest.raises(InputError, match=name.replace(".", r"\.")):
        read_check_ins(BytesIO(content), name, TODAY)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_check_ins(tmp_path / "gone.csv")


_cell = st.text(alphabet=st.characters(codec="utf-8", exclude_characters='";\r\n'), max_size=30)


@settings(max_examples=60)
@given(st.lists(st.tuples(_cell, _cell, _cell, _cell), max_size=6))
def test_any_cells_are_read_or_refused(rows: list[tuple[str, str, str, str]]) -> None:
    table = "Key result;Date;Status;Note\n" + "\n".join(";".join(row) for row in rows)
    try:
        found = read(table)
    except InputError:
        return
    for _, _, track in found.key_results():
        for check_in in track.check_ins:
            for part in check_in.notes:
                place = part.wording.place
                assert place.row is not None and place.column is not None
                # Words in the column of days or of statuses are a note too.
                cell = rows[place.row - 2]["ABCD".index(place.column)]
                assert place.column in "BCD" and cell[place.start : place.end] == part.wording.raw, (
                    "a quote stands in its cell"
                )
