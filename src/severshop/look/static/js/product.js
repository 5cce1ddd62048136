// When the colour changes, keep the size that was chosen, if that colour has it.
(() => {
  const product = document.querySelector("[data-product]");
  if (!product) return;
  let size = product.querySelector("[data-size]:checked")?.dataset.size;
  product.addEventListener("change", ({ target }) => {
    if (target.dataset.size) size = target.dataset.size;
    if (!target.dataset.colour || !size) return;
    const sizes = product.querySelector(`[data-sizes="${target.dataset.colour}"]`);
    const same = [...sizes.querySelectorAll("[data-size]")].find((input) => input.dataset.size === size);
    if (same && !same.disabled) same.checked = true;
  });
})();
