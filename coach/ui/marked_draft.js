// Draws the draft (HTML that Python has escaped), shows a finding's title beside its words, and tells which one was chosen.
export default function ({ data, parentElement, setTriggerValue }) {
  const page = parentElement.querySelector(".page");
  const tip = parentElement.querySelector(".tip");
  const frame = parentElement.querySelector(".okr-draft");

  // Drawing again only when the words changed keeps the keyboard's place when a finding is opened.
  if (page.drawn !== data.html) {
    page.innerHTML = data.html;
    page.drawn = data.html;
    tip.hidden = true;
  }
  for (const mark of page.querySelectorAll(".mark")) {
    mark.classList.toggle("selected", mark.dataset.all.split(" ").includes(String(data.selected)));
  }

  const show = (mark) => {
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    const around = frame.getBoundingClientRect();
    const lines = mark.getClientRects();
    const last = lines[lines.length - 1];
    const left = Math.max(0, Math.min(last.left - around.left, around.width - tip.offsetWidth));
    tip.style.left = `${left}px`;
    tip.style.top = `${last.bottom - around.top + 8}px`;
    mark.setAttribute("aria-describedby", "tip");
  };
  const hide = () => { tip.hidden = true; };
  const choose = (mark) => {
    frame.chosen = true;
    setTriggerValue("selected", Number(mark.dataset.finding));
  };
  const markOf = (event) => event.target.closest(".mark");

  page.onmouseover = (event) => { const mark = markOf(event); if (mark) show(mark); };
  page.onmouseout = hide;
  page.onfocus = null;
  page.addEventListener("focusin", (event) => { const mark = markOf(event); if (mark && mark.matches(":focus-visible")) show(mark); });
  page.addEventListener("focusout", hide);
  page.onclick = (event) => { const mark = markOf(event); if (mark) choose(mark); };
  page.onkeydown = (event) => {
    if (event.key === "Escape") hide();
    const mark = markOf(event);
    if (mark && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      choose(mark);
    }
  };

  // After a choice in the draft, bring the opened finding into view: on a phone it lies far below.
  if (frame.chosen) {
    frame.chosen = false;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    setTimeout(() => {
      const opened = document.querySelector('[class*="st-key-finding-"] details[open]');
      if (opened) opened.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    }, 250);
  }
}
