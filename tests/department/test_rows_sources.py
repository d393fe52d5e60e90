"""Sources of a department's OKRs: files, folders, standard input, columns that the user gives, and what goes wrong."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.department.contract import BadRow, SheetMapping, Source, Unit
from coach.department.intake.column_memory import FILE, ColumnMemory
from coach.department.intake.csv_rows import LONGEST_FIELD
from coach.department.intake.given_columns import ROLES, given_columns
from coach.department.intake.mapping_words import mapping_table, mapping_words
from coach.department.intake.sources import FileSource, FolderSource, StandardInput, open_source
from coach.errors import InputError

_TABLE = "Team,Objective,Key result\nLab,Results reach the ward in time,Lost samples from 11 to 3\n"
_ODD = "Wer,Wofür,Woran wir es sehen\nLab,Results reach the ward in time,Lost samples from 11 to 3\n"


def _units(source: Source) -> list[Unit]:
    return [piece for piece in source.read() if isinstance(piece, Unit)]


def _bad(source: Source) -> list[BadRow]:
    return [piece for piece in source.read() if isinstance(piece, BadRow)]


def _mappings(source: Source) -> list[SheetMapping]:
    return [piece for piece in source.read() if isinstance(piece, SheetMapping)]


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def _said(unit: Unit) -> tuple[str, str, list[str]]:
    objective = unit.draft.objectives[0]
    return unit.team, objective.text, [result.text for result in objective.key_results]


class TestColumnsThatAreGiven:
    def test_by_letters_and_by_name(self, tmp_path: Path) -> None:
        sheet = _write(tmp_path / "okrs.csv", _ODD)
        columns = _write(tmp_path / "c.yaml", 'A: team\n"wofür": objective\nC: key result\n')
        (unit,) = _units(open_source(sheet, columns, home=tmp_path / "home"))
        assert _said(unit) == ("Lab", "Results reach the ward in time", ["Lost samples from 11 to 3"])

    def test_they_are_remembered_for_the_shape_of_the_file(self, tmp_path: Path) -> None:
        home = tmp_path / "home"
        sheet = _write(tmp_path / "okrs.csv", _ODD)
        columns = _write(tmp_path / "c.yaml", "header row: 1\nA: team\nB: objective\nC: key result\n")
        first = _mappings(open_source(sheet, columns, home=home))[0]
        assert {use.because for use in first.columns} == {"given"}
        later = _write(tmp_path / "next.csv", _ODD.replace("11 to 3", "9 to 2"))
        (unit,) = _units(open_source(later, home=home))
        assert _said(unit)[2] == ["Lost samples from 9 to 2"]
        mapping = _mappings(open_source(later, home=home))[0]
        assert mapping.shape == first.shape
        assert {use.because for use in mapping.columns} == {"remembered"}
        other = _write(tmp_path / "other.csv", _TABLE)
        assert {use.because for use in _mappings(open_source(other, home=home))[0].columns} == {"its name"}

    def test_what_was_found_alone_is_not_remembered(self, tmp_path: Path) -> None:
        _units(open_source(_write(tmp_path / "okrs.csv", _TABLE), home=tmp_path / "home"))
        assert not (tmp_path / "home" / FILE).exists()

    @pytest.mark.parametrize("damage", ["{", '{"shapes": []}', '{"shapes": {"a": {"B": "nonsense"}}}', "[" * 5000])
    def test_a_damaged_memory_is_told_and_not_used(self, damage: str, tmp_path: Path) -> None:
        _write(tmp_path / FILE, damage)
        mapping = _mappings(open_source(_write(tmp_path / "okrs.csv", _TABLE), home=tmp_path))[0]
        assert any(FILE in notice and "damaged" in notice for notice in mapping.notices)
        memory = ColumnMemory(tmp_path)
        memory.keep("abc", given_columns({"A": "team"}, "c").sheets["*"])
        assert (tmp_path / FILE).read_text("utf-8") == damage

    @pytest.mark.parametrize(
        ("said", "names"),
        [
            ("A: objektiv", "'objektiv' is no role"),
            ("Z: objective", "no column 'Z'"),
            ("Nowhere: objective", "no column 'Nowhere'"),
            ("header row: 9\nA: objective", "row 9"),
            ("header row: x\nA: objective", "header row"),
            ("Sheet7:\n  A: objective", "no sheet 'Sheet7'"),
            ("A: team\nB: team\nC: team", "no column holds objectives"),
            ("- a", "expected lines"),
            ("", "expected lines"),
            ("a: [", "not valid YAML"),
            ("Sheet1:\n  A: objective\nB: team", "expected columns and their roles"),
        ],
    )
    def test_what_is_wrong_is_named(self, said: str, names: str, tmp_path: Path) -> None:
        sheet, columns = _write(tmp_path / "okrs.csv", _TABLE), _write(tmp_path / "c.yaml", said)
        with pytest.raises(InputError) as error:
            list(open_source(sheet, columns, home=tmp_path).read())
        assert names in str(error.value)
        if "no role" in names:
            assert all(role in str(error.value) for role in ROLES)

    def test_columns_for_what_is_no_sheet(self, tmp_path: Path) -> None:
        columns = _write(tmp_path / "c.yaml", "A: team")
        with pytest.raises(InputError, match="no sheet"):
            open_source(_write(tmp_path / "okrs.md", "# OKRs"), columns, home=tmp_path)

    def test_a_mapping_in_words(self, tmp_path: Path) -> None:
        sheet = _write(tmp_path / "okrs.csv", "Objective,Key result,Target,Sparkle\nBread is fresh,Loaves a day,20,x\n")
        (mapping,) = _mappings(open_source(sheet, home=tmp_path))
        lines = mapping_words(mapping)
        assert lines[0] == "The file: the names of the columns stand in row 1."
        assert any("A 'Objective': objective" in line and "by its name" in line for line in lines)
        assert lines[-1] == "  Not read: D 'Sparkle'"
        assert list(mapping_table(mapping))[-1] == ("D", "Sparkle", "ignored (not read)", "by its name")


class TestJson:
    def test_json_lines(self, tmp_path: Path) -> None:
        draft = {"id": "a", "team": "Lab", "period": "Q1 2027", "objectives": [{"objective": "Blood is there", "key_results": ["Lost samples from 11 to 3"], "parent": "Care"}, "Staff stay"]}  # fmt: skip
        lines = [
            json.dumps(draft),
            "{broken",
            "",
            json.dumps({"id": "a", "objectives": ["Again"]}),
            json.dumps({"id": "t", "text": "Objective: Bread is fresh\nKR1: Loaves from 60 to 20"}),
            json.dumps({"objectives": []}),
            "[1]",
        ]
        source = open_source(_write(tmp_path / "all.jsonl", "\n".join(lines)), home=tmp_path)
        units = _units(source)
        assert [_said(unit) for unit in units] == [
            ("Lab", "Blood is there", ["Lost samples from 11 to 3"]),
            ("Lab", "Staff stay", []),
            ("t", "Bread is fresh", ["Loaves from 60 to 20"]),
        ]
        assert [unit.draft_id for unit in units] == ["a", "a", "t"]
        assert units[0].draft.period == "Q1 2027"
        assert units[0].draft.objectives[0].parent == "Care"
        bad = _bad(source)
        assert [row.row for row in bad] == [2, 4, 6, 7]
        assert "'a'" in bad[1].reason
        assert bad[0].text == "{broken"

    def test_a_line_that_is_not_utf8(self, tmp_path: Path) -> None:
        path = tmp_path / "all.jsonl"
        path.write_bytes(b'{"text": "\xff"}\n{"objectives": ["Bread is fresh"]}\n')
        source = open_source(path, home=tmp_path)
        assert len(_units(source)) == 1
        assert "UTF-8" in _bad(source)[0].reason

    @settings(max_examples=200)
    @given(st.lists(st.text(max_size=12), max_size=6), st.integers(1, 60))
    def test_a_list_is_taken_apart_wherever_its_chunks_end(self, words: list[str], chunk: int) -> None:
        from coach.department.intake.json_source import _split

        entries = [{"a": word, "b": [word, {"c": word}]} for word in words]
        text = json.dumps(entries, ensure_ascii=False, indent=chunk % 3)
        stream = io.StringIO(text[1:])
        first = stream.read(chunk)

        class Slow(io.StringIO):
            def read(self, size: int | None = -1) -> str:
                return super().read(chunk if size and size > 1 else size)

        rest = Slow(stream.read())
        assert [json.loads(entry) for entry in _split(first, rest, "x") if entry.strip()] == entries

    def test_a_list_of_drafts_and_a_list_of_objectives(self, tmp_path: Path) -> None:
        drafts = [
            {"team": "A", "objectives": ["Bread is fresh"]},
            {"objective": "Staff stay", "key_results": ["x, 3 to 4"]},
            7,
        ]
        source = open_source(_write(tmp_path / "all.json", json.dumps(drafts)), home=tmp_path)
        assert [_said(unit)[1] for unit in _units(source)] == ["Bread is fresh", "Staff stay"]
        assert [row.row for row in _bad(source)] == [3]

    def test_one_draft(self, tmp_path: Path) -> None:
        path = _write(tmp_path / "lab.json", json.dumps({"objectives": [{"objective": "Blood is there"}]}, indent=1))
        assert _said(_units(open_source(path, home=tmp_path))[0]) == ("lab", "Blood is there", [])


class TestFolders:
    def test_one_team_a_file_in_order(self, tmp_path: Path) -> None:
        folder = tmp_path / "okrs"
        _write(folder / "b_lab.md", "Objective: Blood is there\n- KR1: Lost samples from 11 to 3\n")
        _write(folder / "north" / "a.csv", _TABLE)
        _write(folder / "a_shop.txt", "Objective: Shelves are full\nKR: Gaps from 40 to 8")
        _write(folder / "c.json", json.dumps({"objectives": ["Staff stay"]}))
        _write(folder / "broken.docx", "no document")
        _write(folder / "photo.png", "x")
        _write(folder / ".hidden.md", "Objective: nobody sees this")
        source = open_source(folder, home=tmp_path)
        assert isinstance(source, FolderSource)
        assert source.name == "okrs"
        units = _units(source)
        assert [(unit.draft_id, unit.team) for unit in units] == [
            ("a_shop.txt", "a shop"),
            ("b_lab.md", "b lab"),
            ("c.json: c: entry 1", "c"),
            ("north/a.csv: Lab", "Lab"),
        ]
        assert [unit.number for unit in units] == [0, 1, 2, 3]
        assert {row.file for row in _bad(source)} == {"broken.docx", "photo.png"}

    def test_nothing_to_read(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(InputError, match="no document"):
            open_source(tmp_path / "empty", home=tmp_path)

    def test_a_link_out_of_the_folder_is_not_followed_in_circles(self, tmp_path: Path) -> None:
        folder = tmp_path / "okrs"
        _write(folder / "a.csv", _TABLE)
        (folder / "again").symlink_to(folder, target_is_directory=True)
        assert len(_units(open_source(folder, home=tmp_path))) == 1


class TestStandardInput:
    @pytest.mark.parametrize(
        ("text", "objective"),
        [
            (_TABLE, "Results reach the ward in time"),
            ('{"objectives": ["Staff stay"]}\n{"objectives": ["Bread is fresh"]}\n', "Staff stay"),
            ('[{"objectives": ["Staff stay"]}]', "Staff stay"),
            ('{\n "objectives": ["Staff stay"]\n}', "Staff stay"),
            ("Objective: Blood is there, always\nKR1: Lost samples from 11 to 3, a month\n", "Blood is there, always"),
        ],
    )
    def test_it_is_told_by_its_look(self, text: str, objective: str, tmp_path: Path) -> None:
        source = StandardInput(None, None, io.BytesIO(text.encode()))
        units = _units(source)
        assert units[0].draft.objectives[0].text == objective
        assert _units(source) == units

    def test_a_workbook(self, tmp_path: Path) -> None:
        from openpyxl import Workbook

        book: Any = Workbook()
        for row in ("Objective", "Key result"), ("Bread is fresh", "Loaves from 60 to 20"):
            book.active.append(row)
        book.save(tmp_path / "x.xlsx")
        source = StandardInput(None, None, io.BytesIO((tmp_path / "x.xlsx").read_bytes()))
        assert _said(_units(source)[0])[1:] == ("Bread is fresh", ["Loaves from 60 to 20"])


class TestFiles:
    def test_html_in_a_cell_is_quoted_where_it_stands(self, tmp_path: Path) -> None:
        cell = '<div class="x"><p>Lost <b>samples</b>&#160;from 11 to 3 &amp; fewer</p></div>'
        (unit,) = _units(open_source(_write(tmp_path / "a.csv", f"Objective,Key result\nBread,\"{cell.replace(chr(34), chr(34) * 2)}\"\n"), home=tmp_path))  # fmt: skip
        wording = unit.draft.objectives[0].key_results[0].wording
        assert wording.text == "Lost samples from 11 to 3 & fewer"
        for word in ("samples", "from 11 to 3", "& fewer"):
            start = wording.text.index(word)
            quote, place = wording.quote(start, start + len(word))
            assert cell[place.start : place.end] == quote
            assert (place.row, place.column) == (2, "B")
        assert wording.quote(5, 12)[0] == "samples"

    @pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
    def test_other_encodings(self, encoding: str, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes("Objective;Key result\nBrötchen für alle;Übrige Brötchen von 60 auf 20\n".encode(encoding))
        (unit,) = _units(open_source(path, home=tmp_path))
        assert _said(unit)[1:] == ("Brötchen für alle", ["Übrige Brötchen von 60 auf 20"])

    def test_a_quotation_mark_that_is_never_closed_loses_nothing_without_a_word(self, tmp_path: Path) -> None:
        line = "Bread is fresh,Loaves from 60 to 20\n"
        rows = line * (LONGEST_FIELD // len(line) + 100)  # a little more than a cell may hold
        path = _write(tmp_path / "a.csv", 'Objective,Key result\nBread is fresh,"Loaves from 60 to 20\n' + rows)
        assert any("quotation mark" in row.reason for row in _bad(open_source(path, home=tmp_path)))

    def test_a_formula_without_a_value(self, tmp_path: Path) -> None:
        from openpyxl import Workbook

        book: Any = Workbook()
        for row in ("Objective", "Key result", "Target"), ("Bread is fresh", "Loaves a day", "=1+1"):
            book.active.append(row)
        hidden = book.create_sheet("Old")
        hidden.append(["Objective", "Key result"])
        hidden.sheet_state = "hidden"
        book.save(tmp_path / "x.xlsx")
        source = open_source(tmp_path / "x.xlsx", home=tmp_path)
        assert [(row.row, "=1+1" in row.text) for row in _bad(source)] == [(2, True)]
        assert any("hidden sheet 'Old'" in notice for mapping in _mappings(source) for notice in mapping.notices)
        assert len(_units(source)) == 1

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("a.xlsx", b"PK\x03\x04 and no more", "damaged"),
            ("a.xlsx", b"Objective,Key result\n", "the bytes are not"),
            ("a.csv", b"", "empty"),
            ("a.pdf", b"%PDF-1.7", "PDF"),
            ("a.csv", b"\x89PNG\r\n\x1a\n", "PNG"),
        ],
    )
    def test_what_is_not_read(self, name: str, content: bytes, says: str, tmp_path: Path) -> None:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=says):
            list(open_source(tmp_path / name, home=tmp_path).read())

    def test_a_path_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no such file"):
            open_source(tmp_path / "nowhere.csv", home=tmp_path)

    def test_a_huge_file_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        with path.open("wb") as stream:
            stream.truncate(201 * 1024 * 1024)
        with pytest.raises(InputError, match="larger than 200 MB"):
            open_source(path, home=tmp_path)

    def test_what_is_read_is_the_same_each_time(self, tmp_path: Path) -> None:
        source = open_source(_write(tmp_path / "okrs.csv", _TABLE), home=tmp_path)
        assert isinstance(source, FileSource)
        assert list(source.read()) == list(source.read())

    def test_rows_of_an_objective_far_apart_are_one_unit(self, tmp_path: Path) -> None:
        rows = [f"T{n % 700},Aim {n % 700} is reached,Figure {n} from {n} to {n + 5}" for n in range(5_600)]
        path = _write(tmp_path / "a.csv", "Team,Objective,Key result\n" + "\n".join(rows))
        units = _units(open_source(path, home=tmp_path))
        assert len(units) == 700
        assert [unit.team for unit in units] == [f"T{n}" for n in range(700)]
        assert {len(unit.draft.objectives[0].key_results) for unit in units} == {8}

    def test_an_objective_with_too_many_key_results(self, tmp_path: Path) -> None:
        rows = [f"Aim,Figure {n} from {n} to {n + 5}" for n in range(520)]
        source = open_source(_write(tmp_path / "a.csv", "Objective,Key result\n" + "\n".join(rows)), home=tmp_path)
        assert len(_units(source)[0].draft.objectives[0].key_results) == 500
        assert len(_bad(source)) == 20
