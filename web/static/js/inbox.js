// The inbox by keyboard. Every key has a button or link that does the same; the sheet can switch them off (WCAG 2.1.4).
const OFF = "amends.keys.off";
const sheet = document.getElementById("keys");
const opener = document.querySelector("[data-keys]");
const on = document.getElementById("keys-on");
const rows = [...document.querySelectorAll("[data-row]")];
let before = "";

function current() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function move(by) {
  const here = current();
  const next = here < 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1);
  rows[next]?.querySelector("[data-open]").focus();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  c: () => rows[current()]?.querySelector("[data-claim]")?.click(),
  o: () => rows[current()]?.querySelector("[data-open]").click(),
  "/": () => document.getElementById("reference").focus(),
  "?": () => sheet.showModal(),
};

function press(event) {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.ctrlKey || event.metaKey || event.altKey || sheet.open || typing) {
    if (event.key === "Escape" && typing) typing.blur();
    return;
  }
  const act = before === "g" && event.key === "i" ? () => { location.href = "/inbox"; } : keys[event.key];
  before = event.key;
  if (act && (event.key === "?" || !localStorage.getItem(OFF))) {
    event.preventDefault();
    act();
  }
}

opener.hidden = false;
opener.addEventListener("click", () => sheet.showModal());
on.checked = !localStorage.getItem(OFF);
on.addEventListener("change", () => (on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes")));
document.addEventListener("keydown", press);
