// Draws the draft (HTML that Python has escaped), shows a finding's title beside its words, and tells which was chosen.
export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".okr-draft");
  const page = frame.querySelector(".page");
  const tip = frame.querySelector(".tip");
  frame.tell = (number) => setTriggerValue("selected", number);
  frame.ask = (what) => setTriggerValue("asked", what);

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
  keepPlace();
  if (frame.chosen) {
    frame.chosen = false;
    showOpenedFinding();
  }
  // The first drawing of a page only learns the number, and moves nobody. It outlives the frame, which may be drawn anew.
  const kept = document.documentElement.dataset;
  if (kept.okrAttended !== undefined && data.attend > Number(kept.okrAttended)) attendTo(data.to);
  kept.okrAttended = data.attend;
}

// When a model has answered, Streamlit may take the whole page away and draw it anew, and the reader would be at its top. Where the
// page was read is kept, and gone back to as soon as the page is long enough again, unless the reader did something meanwhile.
function keepPlace() {
  const main = document.querySelector(".stMain");
  if (!main || main.dataset.okrPlace) return;
  main.dataset.okrPlace = "kept";
  const opened = () => document.querySelector('[class*="st-key-finding-"] details[open] > summary')?.getBoundingClientRect().top;
  let [place, seat, lost, until] = [main.scrollTop, opened(), null, 0];
  const goBack = () => {
    if (lost === null) return;
    if (main.scrollHeight - main.clientHeight >= lost) {
      // What is drawn above it may be of another height now: the open finding goes back to where it stood in the window.
      if (seat === undefined || opened() === undefined) main.scrollTop = lost;
      else if (Math.abs(opened() - seat) >= 1) main.scrollTop += opened() - seat;
    }
    if (Date.now() < until) setTimeout(goBack, 40);
    else lost = null;
  };
  main.addEventListener("scroll", () => {
    const gone = main.scrollHeight <= main.clientHeight + 1;
    if (!gone && lost === null) [place, seat] = [main.scrollTop, opened()];
    if (!gone || place === 0 || lost !== null) return;
    [lost, until] = [place, Date.now() + 3000];
    goBack();
  });
  for (const done of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    main.addEventListener(done, () => { lost = null; }, { passive: true });
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
  const askOf = (event) => event.target.closest("[data-ask]");
  page.addEventListener("click", (event) => {
    if (askOf(event)) frame.ask(askOf(event).dataset.ask);
    else if (markOf(event)) choose(markOf(event));
  });
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (askOf(event) && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      frame.ask(askOf(event).dataset.ask);
      return;
    }
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

// After a change the button that made it is often gone: the keyboard goes to the form or the finding that is open now.
function attendTo(selector) {
  if (!selector) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let looks = 0;
  const look = () => {
    // The rest of the page is drawn after the draft is.
    const runs = document.querySelector(".stApp")?.dataset.testScriptState === "running";
    const target = document.querySelector(selector);
    if (runs || !target) {
      if (looks++ < 200) setTimeout(look, 80);
      return;
    }
    if (document.activeElement?.matches("input, textarea") && document.activeElement.isConnected) return;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  };
  setTimeout(look, 80);
}
