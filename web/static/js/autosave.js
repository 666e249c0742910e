// A task form keeps itself 300 ms after the last key; without a script there is the button "Save draft".
const PAUSE = 300;
const form = document.querySelector("[data-autosave]");
const status = document.querySelector("[data-status]");
let timer = 0;
let sending = null;

async function save() {
  sending?.abort();
  sending = new AbortController();
  const mine = sending;
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, signal: mine.signal, redirect: "manual",
    });
    status.textContent = answer.status === 204 ? form.dataset.saved : form.dataset.unsaved;
  } catch (wrong) {
    if (wrong.name !== "AbortError") status.textContent = form.dataset.unsaved;
  }
}

function changed() {
  clearTimeout(timer);
  status.textContent = form.dataset.saving;
  timer = setTimeout(save, PAUSE);
}

if (form) {
  form.addEventListener("input", changed);
  form.addEventListener("submit", () => { clearTimeout(timer); sending?.abort(); });
}
