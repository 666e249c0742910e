// A question that hangs on an answer of the same page: hidden until that answer is given.
const hanging = document.querySelectorAll("[data-show]");

function chosen(form, name) {
  return [...form.elements].filter((one) => one.name === name)
    .filter((one) => !["checkbox", "radio"].includes(one.type) || one.checked)
    .map((one) => one.value);
}

function look() {
  for (const block of hanging) {
    const form = block.closest("form");
    const wanted = JSON.parse(block.dataset.show);
    const parent = wanted.map(([name]) => form.querySelector(`[name="${CSS.escape(name)}"]`)?.closest("[data-show]"));
    block.hidden = parent.some((one) => one?.hidden)
      || !wanted.every(([name, values]) => chosen(form, name).some((one) => values.map(String).includes(one))
        || (values.includes(false) && chosen(form, name).length === 0));
  }
}

if (hanging.length) {
  document.addEventListener("change", look);
  look();
}
