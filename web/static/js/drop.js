// Files may be dropped anywhere on the frame, not only on the small button; what is chosen is listed.
for (const frame of document.querySelectorAll(".drop")) {
  const input = frame.querySelector("input[type=file]");
  for (const kind of ["dragover", "dragleave", "drop"]) {
    frame.addEventListener(kind, (event) => {
      event.preventDefault();
      frame.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    });
  }
}
