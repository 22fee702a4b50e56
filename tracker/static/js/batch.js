/* Recognising together: the button wakes once every line has been on the screen. */
"use strict";

(() => {
  const form = document.querySelector("form[data-batch]");
  if (!form || !("IntersectionObserver" in window)) return;
  const unseen = new Set(form.querySelectorAll(".batch__line"));
  const button = form.querySelector(".button--primary");
  const place = form.querySelector("[data-batch-left]");
  const tell = () => {
    button.disabled = unseen.size > 0;
    place.textContent = unseen.size ? place.dataset.batchLeft.replace("{count}", unseen.size) : "";
  };
  const observer = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
      unseen.delete(entry.target);
      observer.unobserve(entry.target);
    });
    tell();
  }, { threshold: 0.6 });
  unseen.forEach((line) => observer.observe(line));
  tell();
})();
