"""The department's report as a page, as Markdown and as SARIF: the coach's page first, draft text stays text, nothing from outside."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from coach.criteria import catalogue
from coach.critique import Engine
from coach.department.contract import BadRow, ColumnUse, CrossFinding, SheetMapping, Side, TeamReview
from coach.intake import read_text
from coach.okr import Place
from coach.reading.result import Where
from coach.report.department import coachs_page, html, write_all
from coach.report.department.actions import action_words, has_action
from coach.report.department.coachs_page import overview
from tests.support.ledgers import MemoryLedger, team_review
from tests.support.reviews import finding, review_of, sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = '<script>alert(1)</script> "onload=x [a](http://evil.example) @all </style> \u202egnp'
FIRST = Where(objective=0, key_result=0)


def one(team: str, line: str, **changes: object) -> TeamReview:
    draft = read_text(f"Objective: Shops begin without help\n- {line}\n- Second line of it to 5%")
    return team_review(team, review_of(draft, finding(draft, FIRST, **changes)))


def task(team: str) -> TeamReview:
    return one(team, "Launch the wizard", criterion="activity-key-result", title="A task, not a result", severity="fix")


def both_sides(one_team: str, other: str) -> CrossFinding:
    sides = tuple(
        Side(
            team=team,
            unit=n,
            where=FIRST,
            quote=f"Churn from 5% to 3%, {n}",
            place=Place(start=0, end=9, sheet="Q3", row=n + 2, column="C"),
        )
        for n, team in enumerate((one_team, other))
    )
    return CrossFinding(
        criterion="duplicated-effort", title="Two teams, one result", severity="improve", sides=sides, confidence=0.9,
        message="Two teams work on the same result.", question="Who leads?", because="the same measure for the same people",
    )  # fmt: skip


def ledger() -> MemoryLedger:
    return MemoryLedger(
        [task("Shop"), task("Depot"), one("Legal", "Lift trust"), team_review("Data", sample(), "Technology")],
        across=[both_sides("Shop", "Depot")],
        bad_rows=[BadRow(file="plan.xlsx", sheet="Q3", row=7, text=HOSTILE, reason="No objective above it.")],
        mappings=[
            SheetMapping(
                sheet="Q3", header_row=1, shape="s", columns=(ColumnUse(column="A", header="Team", role="team"),)
            )
        ],
    )


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_all(ledger(), folder, None)
    return folder


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page_of(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


def test_the_coachs_page_comes_first_ordered_by_what_it_mends(out: Path) -> None:
    page = page_of(out)
    order = [
        "What to do first</h2>",
        "Teams by criterion</h2>",
        "Teams</h2>",
        "Across teams</h2>",
        "What was not read</h2>",
        "How it was made</h2>",
    ]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    actions = overview(ledger()).actions
    assert [action.teams for action in actions] == sorted((action.teams for action in actions), reverse=True)
    assert actions[0].criterion == "activity-key-result"
    assert actions[0].words.startswith("Ask these 3 teams what their tasks are for")
    assert {quote.team for quote in actions[0].quotes} == {"Shop", "Depot", "Data"}
    cross = next(action for action in actions if action.criterion == "duplicated-effort")
    assert [quote.team for quote in cross.quotes] == ["Shop", "Depot"]


def test_what_is_only_worth_a_thought_waits_until_there_are_fewer_than_five_others() -> None:
    thought = [one(f"T{n}", "Lift a to 3%", criterion="missing-deadline", severity="consider") for n in range(4)]
    kinds = ["missing-baseline", "missing-target", "no-metric", "vague-wording", "compound-key-result"]
    graver = [one("T0", "Lift b to 3%", criterion=kind, severity="improve") for kind in kinds]
    assert {a.criterion for a in overview(MemoryLedger([*thought, *graver])).actions} == set(kinds)
    assert overview(MemoryLedger([*thought, *graver[:4]])).actions[0].criterion == "missing-deadline"


def test_every_criterion_has_words_for_what_to_do() -> None:
    assert [criterion for criterion in catalogue() if not has_action(criterion)] == []
    for criterion in catalogue():
        assert "{" not in action_words(criterion, 3, 9)
    assert action_words("missing-deadline", 1, 9) == "Have this one team put a date on what has none"
    assert "all 9 teams" in action_words("missing-deadline", 9, 9)
    assert action_words("own-criterion", 2, 9) == "Talk with these 2 teams about this: own-criterion"


def test_the_page_is_whole_and_takes_nothing_from_elsewhere(out: Path) -> None:
    text = page_of(out)
    page = _Page(text)
    assert page.open == []
    assert not {"link", "img", "iframe", "object", "form", "base", "svg"} & {tag for tag, _ in page.tags}
    assert not [attrs for _, attrs in page.tags if {"src", "style", "onclick", "onload"} & set(attrs)]
    assert all((attrs.get("href") or "#").startswith("#") for _, attrs in page.tags)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["href"][1:] for tag, attrs in page.tags if tag == "a" and attrs["href"]} <= set(ids)
    policy = next(attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    for tag in ("style", "script"):
        content = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert content is not None
        assert f"'sha256-{b64encode(hashlib.sha256(content.group(1).encode()).digest()).decode()}'" in (policy or "")
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_hostile_text_is_shown_and_does_nothing(tmp_path: Path) -> None:
    reviews = [one(HOSTILE, "Lift <b>trust</b> & [x](http://evil.example) to 3")]
    made = MemoryLedger(reviews, name=HOSTILE, bad_rows=[BadRow(file=HOSTILE, row=1, text=HOSTILE, reason=HOSTILE)])
    write_all(made, tmp_path, None)
    text = page_of(tmp_path)
    assert _Page(text).open == []
    assert text.count("<script") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "\u202e" not in text
    markdown = (tmp_path / "report.md").read_text(encoding="utf-8")
    kinds = {
        token.type
        for block in MarkdownIt("commonmark").enable("table").parse(markdown)
        for token in [block, *(block.children or [])]
    }
    assert not {"link_open", "image", "html_inline", "html_block"} & kinds
    json.loads((tmp_path / "report.sarif").read_text(encoding="utf-8"))
    assert all(path.parent == tmp_path / "notes" for path in (tmp_path / "notes").rglob("*"))


def test_text_that_runs_from_right_to_left_is_isolated(tmp_path: Path) -> None:
    write_all(MemoryLedger([one("משלוחים", "קיצור זמן ההמתנה ל 5 דקות")]), tmp_path, None)
    page = page_of(tmp_path)
    assert '<bdi dir="auto">משלוחים</bdi>' in page
    for words in re.findall(r"[\u0590-\u05ff]+", re.sub(r"<bdi.*?</bdi>|<title>.*?</title>", "", page)):
        pytest.fail(f"{words} stands outside its own direction")


def test_markdown_and_page_name_the_same_teams_and_findings(out: Path) -> None:
    markdown = (out / "report.md").read_text(encoding="utf-8")
    for words in (
        "### Shop",
        "A task, not a result",
        "Two teams, one result",
        "Who leads?",
        "No objective above it",
        "A Team: team",
    ):
        assert words in markdown
    rows = [line for line in markdown.splitlines() if line.startswith("| Shop |")]
    assert rows[0].split("|")[2].strip() == "50 %"


def test_sarif_holds_one_run_with_every_finding(out: Path) -> None:
    run = json.loads((out / "report.sarif").read_text(encoding="utf-8"))["runs"][0]
    made = ledger()
    findings = sum(len(reviewed.review.findings) + len(reviewed.review.excused) for reviewed in made.team_reviews())
    assert len(run["results"]) == findings + 1
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[r["ruleIndex"]] == r["ruleId"] for r in run["results"] if "ruleIndex" in r)
    assert run["results"][0]["properties"]["team"] == "Shop"
    cross = run["results"][-1]
    assert len(cross["locations"]) + len(cross["relatedLocations"]) == 2
    said = [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]]
    assert any("Q3, row 7" in words for words in said)


def test_what_is_too_much_for_a_page_is_counted_and_the_page_says_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coachs_page, "FULL_TEAMS", 2)
    monkeypatch.setattr(coachs_page, "HEAT_ROWS", 3)
    monkeypatch.setattr(html, "IN_LIST", 1)
    reviews = [one(f"T{n}", "Lift a to 3%") for n in range(4)] + [task("Shop")]
    write_all(MemoryLedger(reviews), tmp_path, None)
    page = page_of(tmp_path)
    assert page.count('<article class="team"') == 2
    assert '<article class="team" id="team' in page
    assert (
        "Shop"
        in re.search(r'<article class="team".*?</article>', page[page.index("Launch the wizard") - 900 :], re.DOTALL)[0]
    )  # type: ignore[index]
    assert "2 more drafts are in reviews.jsonl only" in page
    assert "2 more teams with less to fix have no row" in page


def test_the_reviews_are_gone_through_once(tmp_path: Path) -> None:
    class Once(MemoryLedger):
        times = 0

        def team_reviews(self) -> Iterator[TeamReview]:
            self.times += 1
            return super().team_reviews()

    made = Once([task("Shop")])
    write_all(made, tmp_path, None)
    assert made.times == 1


def test_a_run_that_breaks_off_leaves_the_earlier_report(tmp_path: Path) -> None:
    class Broken(MemoryLedger):
        def team_reviews(self) -> Iterator[TeamReview]:
            yield task("Shop")
            raise RuntimeError("the store is gone")

    write_all(ledger(), tmp_path, None)
    before = page_of(tmp_path)
    with pytest.raises(RuntimeError):
        write_all(Broken([task("Shop")]), tmp_path, None)
    assert page_of(tmp_path) == before
    assert not list(tmp_path.glob(".*"))


def test_how_it_was_made_names_a_model_and_where_drafts_went(tmp_path: Path) -> None:
    draft = read_text("Objective: A\n- Lift a to 3%")
    engine = Engine(version="0.1.0", model="m-1", host="models.example", prompt="p")
    write_all(MemoryLedger([team_review("Shop", review_of(draft, engine=engine))]), tmp_path, None)
    for name in ("report.html", "report.md"):
        text = (tmp_path / name).read_text(encoding="utf-8").replace("`", "")
        assert "with the model m-1 at models.example, which was sent the drafts" in text
    assert "Nothing was found to change" in page_of(tmp_path)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_in_a_browser(out: Path, browser: Browser, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    wrong: list[str] = []
    address = (out / "report.html").as_uri()
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url) if request.url != address else None)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    button = page.locator("table.heat thead button").nth(1)
    button.click()
    shares = [
        float(v)
        for v in page.eval_on_selector_all(
            "table.heat tbody tr td:nth-child(2)", "all => all.map(c => c.dataset.value)"
        )
    ]
    assert shares == sorted(shares, reverse=True)
    button.click()
    assert page.locator("table.heat thead th").nth(1).get_attribute("aria-sort") == "ascending"
    page.locator("table.heat tbody a").first.click()
    assert "#team-" in page.url
    summary = page.locator("article.team details summary").first
    summary.click()
    assert page.locator("article.team details[open] p").first.is_visible()
    context.close()
    assert wrong == []


@pytest.mark.browser
def test_the_page_without_its_script_says_the_same(out: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((out / "report.html").as_uri())
    assert page.locator("table.heat thead th").nth(1).inner_text() == "A task, not a result"
    assert page.locator("table.heat thead button").count() == 0
    context.close()
