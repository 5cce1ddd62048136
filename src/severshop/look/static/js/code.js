// A code is sent by itself as soon as it is complete: pasted, filled in by the phone, or typed.
const field = document.querySelector("input.code");
const length = Number(field?.dataset.length ?? 0);
if (field && length && !field.closest(".wrong")) {
  field.addEventListener("input", () => {
    if (field.value.replace(/\D/g, "").length === length) field.form.requestSubmit();
  });
}
