// Brings what was said last into view, once for each answer; it is drawn a moment after this is.
export default function ({ data, parentElement }) {
  const said = `${data.conversation} ${data.turns}`;
  if (parentElement.shown === said) return;
  parentElement.shown = said;
  if (data.turns < 2) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  setTimeout(() => {
    const last = Array.from(document.querySelectorAll(".okr-turn")).at(-1);
    const asked = Array.from(document.querySelectorAll(".okr-turn.writer")).at(-1);
    // A pasted draft is long, and stands beside the conversation already: then the answer alone.
    const from = asked && asked.offsetHeight < window.innerHeight * 0.3 ? asked : last;
    from?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }, 300);
}
