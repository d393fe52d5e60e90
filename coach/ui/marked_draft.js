// Draws the draft (HTML that Python has escaped), shows a finding's title beside its words, and tells which was chosen.
export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".okr-draft");
  const page = frame.querySelector(".page");
  const tip = frame.querySelector(".tip");
  frame.tell = (number) => setTriggerValue("selected", number);

  // Drawing again only when the words changed keeps the keyboard's place when a finding is opened.
  if (frame.drawn !== data.html) {
    page.innerHTML = data.html;
    tip.hidden = true;
    frame.drawn = data.html;
  }
  for (const mark of page.querySelectorAll(".mark")) {
    mark.classList.toggle("selected", mark.dataset.all.split(" ").includes(String(data.selected)));
  }
  if (!frame.listens) {
    listen(frame, page, tip);
    frame.listens = true;
  }
  if (frame.chosen) {
    frame.chosen = false;
    showOpenedFinding();
  }
}

function listen(frame, page, tip) {
  const markOf = (event) => event.target.closest(".mark");
  const hide = () => { tip.hidden = true; };
  const show = (mark) => {
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    mark.setAttribute("aria-describedby", tip.id);
    const around = frame.getBoundingClientRect();
    const words = Array.from(mark.getClientRects()).at(-1);
    tip.style.left = `${Math.max(0, Math.min(words.left - around.left, around.width - tip.offsetWidth))}px`;
    tip.style.top = `${words.bottom - around.top + 8}px`;
  };
  const choose = (mark) => {
    frame.chosen = true;
    frame.tell(Number(mark.dataset.finding));
  };
  page.addEventListener("mouseover", (event) => { if (markOf(event)) show(markOf(event)); });
  page.addEventListener("mouseout", hide);
  page.addEventListener("focusin", (event) => { if (markOf(event)?.matches(":focus-visible")) show(markOf(event)); });
  page.addEventListener("focusout", hide);
  page.addEventListener("click", (event) => { if (markOf(event)) choose(markOf(event)); });
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (markOf(event) && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      choose(markOf(event));
    }
  });
}

// On a phone the opened finding lies far below the draft; it is drawn a moment after the draft is.
function showOpenedFinding() {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  setTimeout(() => {
    const opened = document.querySelector('[class*="st-key-finding-"] details[open]');
    opened?.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }, 250);
}
