// The heat map: drawn once, sorted here, and it tells which cell was opened. One stop of the Tab key, then the arrow keys.
export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".heat");
  const scroller = frame.querySelector(".scroller");
  frame.tell = (row, column) => setTriggerValue("opened", { row, column });
  if (frame.drawn !== data.html) {
    scroller.innerHTML = data.html;
    frame.querySelector(".legend").innerHTML = data.legend;
    frame.drawn = data.html;
    const first = scroller.querySelector("tbody .open") ?? scroller.querySelector("tbody th");
    if (first) first.tabIndex = 0;
  }
  for (const cell of scroller.querySelectorAll(".open")) {
    const chosen = Number(cell.dataset.row) === data.row && Number(cell.dataset.column) === data.column;
    cell.classList.toggle("chosen", chosen);
    cell.setAttribute("aria-selected", String(chosen));
  }
  if (!frame.listens) {
    listen(frame, scroller);
    scroller.addEventListener("scroll", () => tellMore(frame, scroller), { passive: true });
    new ResizeObserver(() => tellMore(frame, scroller)).observe(scroller);
    frame.listens = true;
  }
  tellMore(frame, scroller);
  if (frame.opening && data.row !== null) {
    frame.opening = false;
    showOpened();
  }
}

function listen(frame, scroller) {
  const open = (cell) => {
    frame.opening = true;
    move(scroller, cell, false);
    frame.tell(Number(cell.dataset.row), Number(cell.dataset.column));
  };
  scroller.addEventListener("click", (event) => {
    const sort = event.target.closest(".sort");
    if (sort) return sorted(scroller, sort);
    const cell = event.target.closest(".open");
    if (cell) open(cell);
  });
  scroller.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    if (!cell) return;
    const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    if (steps[event.key]) {
      event.preventDefault();
      go(scroller, cell, ...steps[event.key]);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const cells = cell.parentElement.cells;
      move(scroller, cells[event.key === "Home" ? 0 : cells.length - 1], true);
    } else if ((event.key === "Enter" || event.key === " ") && cell.classList.contains("open")) {
      event.preventDefault();
      open(cell);
    }
  });
}

// How many columns lie beyond the edge, wholly or in part, in words under the table and as a fade at its edge.
function tellMore(frame, scroller) {
  const edge = scroller.getBoundingClientRect().right;
  const heads = Array.from(scroller.querySelectorAll("thead th"));
  const beyond = heads.filter((head) => head.getBoundingClientRect().right > edge + 2).length;
  const more = frame.querySelector(".more");
  more.hidden = beyond === 0;
  more.textContent = `Scroll sideways for ${beyond} more ${beyond === 1 ? "criterion" : "criteria"}.`;
  scroller.classList.toggle("beyond", beyond > 0);
}

function go(scroller, cell, down, right) {
  const rows = scroller.querySelector("table").rows;
  const row = rows[cell.parentElement.rowIndex + down];
  const next = row?.cells[cell.cellIndex + right];
  if (next) move(scroller, next, true);
}

// The one cell that the Tab key stops at. In a head the button takes the focus.
function move(scroller, cell, focus) {
  for (const stop of scroller.querySelectorAll('[tabindex="0"]')) stop.tabIndex = -1;
  const target = cell.querySelector(".sort") ?? cell;
  target.tabIndex = 0;
  if (focus) target.focus();
}

function sorted(scroller, button) {
  const head = button.closest("th");
  const column = Number(button.dataset.sort);
  const was = head.getAttribute("aria-sort");
  const descending = was ? was === "ascending" : column > 0;
  const body = scroller.querySelector("tbody");
  const value = (row) => column ? Number(row.cells[column].dataset.value) : row.cells[0].textContent;
  const order = (a, b) => column ? value(a) - value(b) : value(a).localeCompare(value(b));
  body.append(...Array.from(body.rows).sort((a, b) => (descending ? order(b, a) : order(a, b))));
  for (const other of scroller.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
}

// What was opened lies below the table, and is drawn a moment after it.
function showOpened() {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  setTimeout(() => {
    document.querySelector(".st-key-okr_dept_opened")?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }, 300);
}
