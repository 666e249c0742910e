// Several lines: a new one appears in place; Enter goes to the next line instead of sending the form.
function full(list) {
  return list.children.length >= Number(list.dataset.most);
}

function add(list) {
  const first = list.querySelector("input");
  const line = list.lastElementChild.cloneNode(true);
  const [label, box] = [line.querySelector("label"), line.querySelector("input")];
  const number = list.children.length + 1;
  line.removeAttribute("id");
  box.id = `${first.id}-${number}`;
  box.value = "";
  label.htmlFor = box.id;
  label.textContent = label.textContent.replace(/\d+/, number);
  list.append(line);
  const button = list.closest("fieldset").querySelector("[data-more]");
  if (button) button.hidden = full(list);
  return box;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-more]");
  if (!button) return;
  event.preventDefault();
  add(button.closest("fieldset").querySelector("[data-lines]")).focus();
});

document.addEventListener("keydown", (event) => {
  const list = event.target.closest?.("[data-lines]");
  if (!list || event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  const next = event.target.closest("li").nextElementSibling?.querySelector("input");
  if (next || !full(list)) (next ?? add(list)).focus();
});
