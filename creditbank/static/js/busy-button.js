// <form data-busy>: one submission at a time. The server bears two as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-busy]") || event.defaultPrevented) return;
  if (form.dataset.busy === "sent") {
    event.preventDefault();
    return;
  }
  form.dataset.busy = "sent";
  event.submitter?.setAttribute("aria-busy", "true");
});

// Back from the next page, the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll('form[data-busy="sent"]')) {
    form.dataset.busy = "";
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});
