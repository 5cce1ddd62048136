// Photos are made smaller before they are sent: a phone's are ten times larger than what is looked at. Without this,
// or where something fails, they go as they are.
(() => {
  const shrink = async (file, edge) => {
    if (file.size < 400_000 || !/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      return blob && blob.size < file.size ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
    } catch {
      return file;
    }
  };
  document.querySelectorAll("input[type=file][data-photos]").forEach((input) => {
    input.addEventListener("change", async () => {
      const button = input.form.querySelector("button:not([type=button])");
      button.disabled = true;
      const files = new DataTransfer();
      for (const file of input.files) files.items.add(await shrink(file, Number(input.dataset.photos)));
      input.files = files.files;
      button.disabled = false;
    });
  });
})();
