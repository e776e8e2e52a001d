// <form data-countdown="10">: seconds in which something can still be undone. The server decides;
// here the form only leaves when its time is over.
for (const form of document.querySelectorAll("[data-countdown]")) {
  const shown = form.querySelector("[data-countdown-left]");
  const end = Date.now() + Number(form.dataset.countdown) * 1000;
  shown.hidden = false;

  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    if (left <= 0) {
      form.remove();
      return;
    }
    shown.textContent = ` ${left}`;
    setTimeout(tick, 250);
  };
  tick();
}
