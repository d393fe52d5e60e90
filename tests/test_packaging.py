"""What is shipped: the wheel holds all that the program reads, and the locks hold all that it imports, with hashes and no address."""

from __future__ import annotations

import ast
import re
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from hatchling import build

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def plain(name: str) -> str:
    """A package's name as the index normalises it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def required(requirements: list[str]) -> set[str]:
    return {plain(re.split(r"[<>=!~;\[ ]", requirement)[0]) for requirement in requirements}


def locked(lock: str) -> set[str]:
    return {
        plain(name)
        for name in re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    }


def contents(wheel: Path) -> dict[str, int]:
    """The files in a wheel with their sizes, less its own records."""
    with zipfile.ZipFile(wheel) as packed:
        return {entry.filename: entry.file_size for entry in packed.infolist() if ".dist-info/" not in entry.filename}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return folder / build.build_wheel(str(folder))


def test_wheel_holds_all_that_is_read_at_run_time(wheel: Path) -> None:
    shipped = contents(wheel)

    for folder in ("knowledge", "prompts", ".streamlit"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                assert f"coach/_shipped/{path.relative_to(ROOT).as_posix()}" in shipped
    assert "coach/_shipped/app.py" in shipped
    for path in (ROOT / "coach").rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            assert path.relative_to(ROOT).as_posix() in shipped
    assert shipped["coach/reading/weights/reader.onnx"] > 1_000_000


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    assert all(name.startswith("coach/") and not name.endswith(".pyc") for name in contents(wheel))


def test_source_archive_builds_the_same_wheel(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with tarfile.open(tmp_path / build.build_sdist(str(tmp_path))) as packed:
        packed.extractall(tmp_path, filter="data")
    monkeypatch.chdir(next(path for path in tmp_path.iterdir() if path.is_dir()))

    again = tmp_path / build.build_wheel(str(tmp_path))

    assert contents(again) == contents(wheel)


def test_every_import_of_the_library_is_a_declared_dependency() -> None:
    declared, owners, undeclared = required(PROJECT["dependencies"]), packages_distributions(), set()
    for path in [ROOT / "app.py", *(ROOT / "coach").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.append(node.module)
            for name in {name.partition(".")[0] for name in names} - {"coach"} - sys.stdlib_module_names:
                if not declared & {plain(owner) for owner in owners.get(name, [name])}:
                    undeclared.add(f"{path.relative_to(ROOT)}: {name}")

    assert not undeclared


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.lock", ("build",)), ("requirements-dev.lock", ("build", "dev"))],
    ids=["run", "dev"],
)
def test_lock_pins_every_dependency(lock: str, extras: tuple[str, ...]) -> None:
    wanted = required(PROJECT["dependencies"]).union(
        *(required(PROJECT["optional-dependencies"][extra]) for extra in extras)
    )

    assert wanted <= locked(lock)


def test_development_lock_holds_the_same_versions() -> None:
    pins = re.compile(r"^[A-Za-z0-9_.-]+==[^ ]+", re.MULTILINE)
    both = [
        set(pins.findall((ROOT / name).read_text(encoding="utf-8")))
        for name in ("requirements.lock", "requirements-dev.lock")
    ]

    assert both[0] <= both[1]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_has_hashes_and_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert "://" not in text
    assert not re.search(r"^\s*(-f|-i|--find-links|--index-url|--extra-index-url)\b", text, re.MULTILINE)
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text):
        assert "--hash=sha256:" in entry


def test_changelog_names_this_version() -> None:
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
