// Small helps for the work screens; every page works without them.
(() => {
  // The field for a typed number is there only while it is wanted.
  const typed = document.querySelector("[data-typed]");
  if (typed) {
    const radios = document.querySelectorAll("input[name=label]");
    const follow = () => { typed.hidden = !document.querySelector("input[name=label][value=typed]").checked; };
    radios.forEach((radio) => radio.addEventListener("change", follow));
    follow();
  }

  // Mark all parcels at once.
  const all = document.querySelector("[data-mark-all]");
  if (all) {
    const boxes = [...document.querySelectorAll("input[name=parcel]")];
    const follow = () => {
      const marked = boxes.filter((box) => box.checked).length;
      all.checked = marked === boxes.length;
      all.indeterminate = marked > 0 && marked < boxes.length;
    };
    all.closest("label").hidden = false;
    all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
    boxes.forEach((box) => box.addEventListener("change", follow));
    follow();
  }
})();
