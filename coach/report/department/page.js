"use strict";
// Tables sort by a click on a heading; without this script they stand as written. Printing opens what is folded.
for (const table of document.querySelectorAll("table.sortable")) {
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const words = "words" in heading.dataset;
      const down = heading.hasAttribute("aria-sort") ? heading.getAttribute("aria-sort") !== "descending" : !words;
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const value = (row) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim();
      const order = words ? (a, b) => value(a).localeCompare(value(b)) : (a, b) => Number(value(a)) - Number(value(b));
      const rows = [...table.tBodies[0].rows].sort((a, b) => (down ? order(b, a) : order(a, b)));
      table.tBodies[0].append(...rows);
    });
  });
}
const openAtTop = () => {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (target) for (let up = target.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
};
addEventListener("hashchange", openAtTop);
openAtTop();
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((each) => (each.open = true)));
