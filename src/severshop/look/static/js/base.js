// Small helps; every page works without them.
(() => {
  const count = document.querySelector("[data-basket-count]");
  const said = /(?:^|; )basket_count=(\d{1,3})(?:;|$)/.exec(document.cookie);
  if (count) {
    count.textContent = said ? said[1] : "";
    count.hidden = !said || said[1] === "0";
  }

  const signedIn = /(?:^|; )signed_in=1(?:;|$)/.test(document.cookie);
  document.querySelectorAll("[data-signed]").forEach((link) => {
    link.hidden = (link.dataset.signed === "in") !== signedIn;
  });

  // A form goes once: a second press while the first is on its way does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  // Back in the browser brings the page as it was left: let it be sent again.
  addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("button").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  });

  document.querySelector("[data-focus]")?.focus();
  // In a row that scrolls sideways, show where one is.
  document.querySelector(".chips [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
})();
