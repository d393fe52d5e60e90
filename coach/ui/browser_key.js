// Keeps this browser's key in a cookie, and tells Python which key the cookie holds: another tab may have been first.
const NAME = "okr_coach_browser=";
const KEY = /^[0-9a-f]{32}$/;
const YEAR = 365 * 24 * 3600;

export default function ({ data, setStateValue }) {
  const held = read() ?? data.key;
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${NAME}${held}; path=/; max-age=${YEAR}; samesite=strict${secure}`;
  const kept = read() ?? "";
  if (kept !== data.key) setStateValue("held", kept);
}

function read() {
  const found = document.cookie.split("; ").find((each) => each.startsWith(NAME))?.slice(NAME.length);
  return KEY.test(found ?? "") ? found : undefined;
}
