// Many people: a box to look for a name. Whoever is chosen stays in sight.
const MANY = 8;

// Letters that are no letter with a mark, so that a name is found on any keyboard.
const ALIKE = { ı: "i", ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe" };

function plain(text) {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[ıłøđðþßæœ]/g, (letter) => ALIKE[letter]);
}

for (const list of document.querySelectorAll("[data-people]")) {
  const all = [...list.querySelectorAll(".choice")];
  const find = list.parentElement.querySelector("[data-find]");
  if (all.length <= MANY || !find) continue;
  const box = find.querySelector("input");
  find.hidden = false;
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    const wanted = plain(box.value.trim());
    for (const one of all) {
      one.hidden = !plain(one.textContent).includes(wanted) && !one.querySelector("input").checked;
    }
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
