// Save the page's answers while one types; files wait for the button. The first save gives the draft its address.
const form = document.querySelector("form[data-keep]");
const says = form?.querySelector("[data-kept]");
let timer = 0;
let last = Promise.resolve();

async function keep() {
  const body = new FormData(form);
  body.delete("files");
  body.set("keep", "1");
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (answer?.status !== 201) return;
  const address = await answer.text();
  form.action = address;
  history.replaceState(null, "", address);
  says.textContent = says.dataset.kept;
}

form?.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  says.textContent = "";
  clearTimeout(timer);
  timer = setTimeout(() => { last = last.then(keep); }, 1200);
});
form?.addEventListener("submit", () => clearTimeout(timer));
